import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FaultAlert } from '../fault-alert.tsx';
import type { ImportSettings } from './queries.ts';
import { useSaveTemplate, useTemplates } from './template-queries.ts';

interface TemplateBarProps {
  readonly settings: ImportSettings;
  readonly onApply: (settings: ImportSettings) => void;
}

/** Saved mappings: take one, or keep the one that is there. */
export function TemplateBar({ settings, onApply }: TemplateBarProps) {
  const [isSaving, setIsSaving] = useState(false);
  const { data } = useTemplates();
  const saved = data?.items.filter(({ ready_made }) => !ready_made) ?? [];
  const apply = (name: string) => {
    const template = saved.find((one) => one.name === name);
    if (template === undefined) return;
    const { source } = settings;
    onApply({ ...(source !== undefined && { source }), ...template.settings });
  };
  return (
    <div className="template-bar">
      {saved.length > 0 && (
        <NativeSelect
          aria-label="Saved mapping to use"
          size="xs"
          value=""
          data={[
            { value: '', label: 'Use a saved mapping …' },
            ...saved.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(event) => apply(event.currentTarget.value)}
        />
      )}
      {isSaving ? (
        <SaveForm settings={settings} onClose={() => setIsSaving(false)} />
      ) : (
        <Button variant="subtle" size="xs" onClick={() => setIsSaving(true)}>
          Save this mapping
        </Button>
      )}
    </div>
  );
}

interface SaveFormProps {
  readonly settings: ImportSettings;
  readonly onClose: () => void;
}

function SaveForm({ settings, onClose }: SaveFormProps) {
  const { mutate, error, isPending } = useSaveTemplate();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name'));
    mutate({ name, description: '', settings }, { onSuccess: onClose });
  };
  return (
    <form className="inline-form" onSubmit={save}>
      <TextInput
        name="name"
        size="xs"
        required
        autoFocus
        maxLength={63}
        pattern="[a-z0-9][a-z0-9_\-]*"
        title="Small letters, digits, - and _"
        placeholder="name, such as ticket-export"
        aria-label="Name of the mapping"
      />
      <Button type="submit" size="xs" loading={isPending}>
        Save
      </Button>
      <Button variant="default" size="xs" onClick={onClose}>
        Cancel
      </Button>
      {error !== null && <FaultAlert fault={error} />}
    </form>
  );
}
