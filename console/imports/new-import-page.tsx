import { Anchor } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import { Page } from '../page.tsx';
import { ChooseFile } from './choose-file.tsx';
import { Prepare } from './prepare.tsx';

/** A file on its way in: chosen, looked at, mapped, tried, imported. */
export function NewImportPage() {
  const [search, setSearch] = useSearchParams();
  const upload = search.get('upload');
  const lead =
    upload === null
      ? 'CSV, JSON, STIX, Excel or a plain list. Nothing is stored before you have seen what it makes.'
      : 'Nothing is stored yet. See what the file makes, then import it.';
  return (
    <Page title="Import a file" lead={lead}>
      <Anchor component={Link} href="/imports" size="sm">
        All imports
      </Anchor>
      {upload === null ? (
        <ChooseFile onSent={({ id }) => setSearch({ upload: id })} />
      ) : (
        <Prepare key={upload} id={upload} />
      )}
    </Page>
  );
}
