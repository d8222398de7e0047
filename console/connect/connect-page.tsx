import './connect.css';
import { Alert, Anchor, Paper, Skeleton, Tabs, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Schemas } from '../api.ts';
import { CopyField } from '../copy-field.tsx';
import { Fact } from '../fact.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { Page } from '../page.tsx';
import { useCollection } from '../queries.ts';
import { type Chosen, Client } from './client.tsx';
import { microsoftRecipes } from './microsoft.ts';
import { platformRecipes } from './platforms.ts';
import { RecipeView } from './recipe-view.tsx';
import { scriptRecipes } from './scripts.ts';
import { siemRecipes } from './siems.ts';
import { findObstacle, makeTarget, type Target } from './target.ts';

interface ConnectPageProps {
  readonly id: string;
  readonly session: Pick<Schemas['Session'], 'name' | 'role'>;
}

/** How clients are connected to a collection: its addresses, a token, and a recipe for each product. */
export function ConnectPage({ id, session }: ConnectPageProps) {
  const { data, error, refetch } = useCollection(id);
  return (
    <Page
      title={data === undefined ? 'Connect a client' : `Connect to ${data.title}`}
      lead="Choose who the client is, make it a token, and copy what its form asks for."
    >
      <Anchor component={Link} href={`/collections/${id}`} size="sm">
        {data?.title ?? 'The collection'}
      </Anchor>
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={180} aria-label="Loading" />}
      {data !== undefined && <Connect collection={data} session={session} />}
    </Page>
  );
}

interface ConnectProps {
  readonly collection: Schemas['Collection'];
  readonly session: ConnectPageProps['session'];
}

function Connect({ collection, session }: ConnectProps) {
  const [chosen, setChosen] = useState<Chosen>({ account: session.name, token: null });
  const target = makeTarget(collection, chosen.account, chosen.token);
  const obstacle = findObstacle(target.base);
  return (
    <>
      {obstacle !== null && <Alert color="yellow">{obstacle}</Alert>}
      <Client collection={collection} session={session} chosen={chosen} onChoose={setChosen} />
      <Addresses target={target} />
      <Recipes target={target} />
    </>
  );
}

function Addresses({ target }: { readonly target: Target }) {
  const addresses = [
    ['Discovery URL', target.discoveryUrl],
    ['API root URL', target.rootUrl],
    ['Collection id', target.collectionId],
    ['Objects URL', target.objectsUrl],
  ] as const;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Addresses
      </Title>
      <Paper withBorder p="md">
        <dl className="facts">
          {addresses.map(([name, value]) => (
            <Fact key={name} name={name}>
              <CopyField label={name} value={value} />
            </Fact>
          ))}
        </dl>
      </Paper>
    </section>
  );
}

function Recipes({ target }: { readonly target: Target }) {
  const recipes = [
    ...microsoftRecipes(target),
    ...platformRecipes(target),
    ...siemRecipes(target),
    ...scriptRecipes(target),
  ];
  // The address bar names the product, so that a recipe can be sent to a colleague.
  const known = recipes.some((recipe) => `#${recipe.id}` === window.location.hash);
  const [open, setOpen] = useState(known ? window.location.hash.slice(1) : 'sentinel');
  const choose = (id: string | null) => {
    if (id === null) return;
    window.history.replaceState(null, '', `#${id}`);
    setOpen(id);
  };
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Recipes
      </Title>
      <Tabs value={open} onChange={choose} keepMounted={false}>
        <Tabs.List aria-label="Products">
          {recipes.map(({ id, product }) => (
            <Tabs.Tab key={id} value={id}>
              {product}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {recipes.map((recipe) => (
          <Tabs.Panel key={recipe.id} value={recipe.id} pt="md">
            <RecipeView recipe={recipe} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}
