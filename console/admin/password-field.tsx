import { Button, Group, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { type Fault, faultAt } from '../api.ts';

const OCTETS = 15;

/** A password that is typed or made up here; what is made up is shown, to be handed on. */
export function PasswordField({ fault }: { readonly fault: Fault | null }) {
  const [password, setPassword] = useState('');
  const [isVisible, setIsVisible] = useState(false);
  const suggest = () => {
    setPassword(makePassword());
    setIsVisible(true);
  };
  return (
    <Group align="end" gap="xs" wrap="nowrap">
      <PasswordInput
        className="grows"
        label="Password"
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visible={isVisible}
        onVisibilityChange={setIsVisible}
        error={faultAt(fault, 'password')}
        maxLength={1024}
        required
      />
      <Button variant="default" onClick={suggest}>
        Suggest one
      </Button>
    </Group>
  );
}

// 120 random bits, in letters that URLs and shells leave alone.
function makePassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(OCTETS));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
