import { Button, Paper, PasswordInput, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useRef } from 'react';
import { FaultAlert } from './fault-alert.tsx';
import icon from './icon.svg';
import { useSignIn } from './queries.ts';

/** Name and password. */
export function SignInPage() {
  const { mutate, error, isPending } = useSignIn();
  useEffect(() => {
    document.title = 'Sign in · Taxiway';
  }, []);
  const form = useRef<HTMLFormElement>(null);
  // The button loses the focus while it waits; whoever mistyped goes on in the password.
  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLInputElement>('[name=password]')?.select();
  }, [error]);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    mutate({ name: String(said.get('name')), password: String(said.get('password')) });
  };
  return (
    <main className="sign-in">
      <Paper withBorder shadow="sm" p="xl" className="sign-in-card">
        <img src={icon} alt="" width={44} height={44} />
        <Title order={1} size="h3" mt="sm" mb="lg">
          Sign in to Taxiway
        </Title>
        <form ref={form} onSubmit={send}>
          <TextInput label="Account" name="name" autoComplete="username" required autoFocus />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            mt="md"
            mb="lg"
            required
          />
          {error !== null && <FaultAlert fault={error} />}
          <Button type="submit" fullWidth mt="md" loading={isPending}>
            Sign in
          </Button>
        </form>
      </Paper>
    </main>
  );
}
