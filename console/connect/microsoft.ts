import type { Recipe } from './recipe.ts';
import type { Target } from './target.ts';

// Who sends, as STIX: harmless to have in a collection.
const SAMPLE =
  '{"type": "identity", "spec_version": "2.1", "id": "identity--7c4b8d2e-5f0a-4a52-9a0e-0d2f2a1e6c3b", "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "name": "My connector", "identity_class": "system"}';

/** Microsoft Sentinel: polling from here, and what sends to Sentinel sending here. */
export function microsoftRecipes(target: Target): Recipe[] {
  const { base, rootUrl, collectionId, title, account, token } = target;
  const upload = `${base}/workspaces/${collectionId}/threat-intelligence-stix-objects:upload?api-version=2024-02-01-preview`;
  return [
    {
      id: 'sentinel',
      product: 'Microsoft Sentinel',
      needs: 'read',
      does: 'Sentinel polls this collection with its own TAXII connector.',
      path: 'Data connectors › Threat intelligence - TAXII › Open connector page',
      fields: [
        { label: 'Friendly name (for server)', value: `Taxiway ${title}` },
        { label: 'API root URL', value: rootUrl, note: 'not the discovery URL' },
        { label: 'Collection ID', value: collectionId, note: 'never the alias' },
        { label: 'Username', value: account },
        { label: 'Password', value: token, note: 'the token: the form has no other place for it' },
        { label: 'Import indicators', value: 'All available', isChoice: true },
        { label: 'Polling frequency', value: 'Once an hour', isChoice: true },
      ],
      notes: [
        'The server must be reachable from Azure over https, with a certificate of a public authority.',
        'One entry for each collection. Sentinel keeps indicators and passes other objects over.',
      ],
      basis:
        'Field names from Microsoft’s manual; the requests of the connector could not be read.',
    },
    {
      id: 'sentinel-upload',
      product: 'Sentinel upload API',
      needs: 'write',
      does: 'A connector that was written for Sentinel’s upload API of STIX objects sends here instead.',
      path: 'Wherever the connector lets you set the address of the API, the workspace and the access token',
      fields: [
        { label: 'API address', value: base, note: 'for https://api.ti.sentinel.azure.com' },
        { label: 'Workspace ID', value: collectionId },
        { label: 'Access token', value: token },
      ],
      code: [
        {
          label: 'curl line of the upload API',
          text: `curl -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' \\
  --data-binary '{"sourcesystem": "My connector", "stixobjects": [${SAMPLE}]}' \\
  '${upload}'`,
        },
      ],
      notes: [
        'The answer is 200 with a list of errors as Sentinel’s is; an empty list means that all is stored.',
        'Connectors that fetch their token from Azure themselves cannot be pointed here.',
      ],
      basis: 'The call is tried by our own tests; the form differs from connector to connector.',
    },
  ];
}
