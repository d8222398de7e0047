import { Button, Paper, Skeleton, Text, Title } from '@mantine/core';
import type { Schemas } from '../api.ts';
import { Empty } from '../empty.tsx';
import { FaultAlert } from '../fault-alert.tsx';
import { Page } from '../page.tsx';
import { Time } from '../time.tsx';
import { Deletion } from './deletion.tsx';
import { labelOf } from './fields.ts';
import { ImportTabs } from './import-tabs.tsx';
import { type Template, useDeleteTemplate, useTemplates } from './template-queries.ts';

/** Files to begin with, and mappings that were saved. */
export function TemplatesPage() {
  const { data, error, refetch } = useTemplates();
  const saved = data?.items.filter(({ ready_made }) => !ready_made) ?? [];
  const ready = data?.items.filter(({ ready_made }) => ready_made) ?? [];
  return (
    <Page title="Templates" lead="Files to fill in, and mappings that were saved with an import.">
      <ImportTabs />
      {error !== null && <FaultAlert fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={180} aria-label="Loading" />}
      {data !== undefined && (
        <>
          <Title order={2} size="h4">
            Saved mappings
          </Title>
          {saved.length === 0 ? (
            <Empty title="No saved mappings yet">
              Map the columns of a file once, save the mapping there, and use it for every file of
              that kind.
            </Empty>
          ) : (
            <div className="cards">
              {saved.map((template) => (
                <Saved key={template.name} template={template} />
              ))}
            </div>
          )}
          <Title order={2} size="h4">
            Files to begin with
          </Title>
          <div className="cards">
            {ready.map((template) => (
              <Ready key={template.name} template={template} />
            ))}
          </div>
        </>
      )}
    </Page>
  );
}

function Ready({ template }: { readonly template: Template }) {
  const { name, description, files } = template;
  return (
    <Paper withBorder p="md" className="card">
      <Text fw={600}>{name}</Text>
      <Text size="sm">{description}</Text>
      <div className="card-foot">
        {files.map((file) => (
          <Button key={file} component="a" href={file} download size="xs" variant="default">
            {file.endsWith('.csv') ? 'CSV' : 'JSON'}
            <span className="unseen"> of {name}</span>
          </Button>
        ))}
      </div>
    </Paper>
  );
}

function Saved({ template }: { readonly template: Template }) {
  const { name, description, settings, updated_at } = template;
  const call = useDeleteTemplate();
  return (
    <Paper withBorder p="md" className="card">
      <Text fw={600}>{name}</Text>
      {description !== null && <Text size="sm">{description}</Text>}
      <ul className="found">
        {toldOf(settings).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="card-foot">
        {updated_at !== undefined && (
          <Text size="sm" c="dimmed">
            saved <Time value={updated_at} />
          </Text>
        )}
        <Deletion name={name} call={call} />
      </div>
    </Paper>
  );
}

function toldOf({ columns = {}, ...others }: Schemas['ImportTemplateSettings']): string[] {
  const mapped = Object.entries(columns).map(([name, field]) => `${name} is: ${labelOf(field)}`);
  const rest = Object.entries(others).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `${name.replaceAll('_', ' ')}: ${text}`;
  });
  return [...mapped, ...rest];
}
