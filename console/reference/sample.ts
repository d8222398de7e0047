import type { Operation } from './document.ts';

/** A curl line for an operation, with the examples of openapi.yaml in their places. */
export function curlSample(operation: Operation, origin: string): string {
  const { method, parameters, body, answers, role } = operation;
  const [media] = body;
  const accept = answers.find(({ media: [first] }) => first !== undefined)?.media[0]?.type;
  const isTaxii = operation.path.startsWith('/taxii2/');
  const example = media?.examples[0]?.text;
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`}`,
    ...(role === 'public' ? [] : ["-H 'Authorization: Bearer YOUR_TOKEN'"]),
    ...(isTaxii && accept !== undefined ? [`-H 'Accept: ${accept}'`] : []),
    ...(media === undefined ? [] : [`-H 'Content-Type: ${media.type}'`]),
    ...(example === undefined ? [] : [`--data-binary '${quote(compact(example))}'`]),
  ];
  const query = parameters
    .filter(({ place, isRequired }) => place === 'query' && isRequired)
    .map(({ name, example: value }) => `${name}=${encodeURIComponent(String(value ?? '…'))}`)
    .join('&');
  const url = `${origin}${pathOf(operation)}${query === '' ? '' : `?${query}`}`;
  return `${lines.join(' \\\n  ')} \\\n  '${quote(url)}'`;
}

function pathOf({ path, parameters }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((one) => one.place === 'path' && one.name === name)?.example;
    return encodeURIComponent(String(example ?? name.toUpperCase()));
  });
}

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

// Within single quotes of a shell.
function quote(text: string): string {
  return text.replaceAll("'", `'\\''`);
}
