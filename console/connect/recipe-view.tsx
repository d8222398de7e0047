import { List, Paper, Table, Text } from '@mantine/core';
import { CopyBlock } from '../copy-block.tsx';
import { CopyField } from '../copy-field.tsx';
import type { Field, Recipe } from './recipe.ts';

/** One recipe: where the form is, what goes into which field, lines to run, and what to mind. */
export function RecipeView({ recipe }: { readonly recipe: Recipe }) {
  const { product, does, needs, path, fields, code, notes, basis } = recipe;
  return (
    <Paper withBorder p="md" className="recipe">
      <Text>
        {does} Its account needs the right to <strong>{needs}</strong>.
      </Text>
      {path !== undefined && (
        <Text size="sm">
          <span className="quiet">Where: </span>
          {path}
        </Text>
      )}
      {fields !== undefined && <Fields product={product} fields={fields} />}
      {code?.map(({ label, text }) => (
        <div key={label}>
          <Text size="sm" mb={4}>
            {label}
          </Text>
          <CopyBlock label={label} text={text} />
        </div>
      ))}
      <List size="sm" spacing="xs">
        {notes.map((note) => (
          <List.Item key={note}>{note}</List.Item>
        ))}
      </List>
      <p className="quiet">{basis}</p>
    </Paper>
  );
}

function Fields({ product, fields }: { product: string; fields: readonly Field[] }) {
  return (
    <div className="table-scroll">
      <Table aria-label={`Fields of ${product}`} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">What goes there</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map(({ label, value, isChoice = false, note }) => (
            <Table.Tr key={label}>
              <Table.Th scope="row">{label}</Table.Th>
              <Table.Td>
                {isChoice ? value : <CopyField label={label} value={value} />}
                {note !== undefined && <div className="quiet">{note}</div>}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
