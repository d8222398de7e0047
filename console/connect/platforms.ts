import type { Recipe } from './recipe.ts';
import type { Target } from './target.ts';

/** Threat intelligence platforms. */
export function platformRecipes(target: Target): Recipe[] {
  return [openCti(target), misp(target), xsoar(target)];
}

function openCti({ rootUrl, collectionId, title, token }: Target): Recipe {
  return {
    id: 'opencti',
    product: 'OpenCTI',
    needs: 'read',
    does: 'OpenCTI polls this collection with its built-in TAXII feed.',
    path: 'Data › Ingestion › TAXII feeds › + (newer: Integrations › Available › TAXII Feed › Create)',
    fields: [
      { label: 'Name', value: `Taxiway ${title}` },
      { label: 'TAXII server URL', value: rootUrl.replace(/\/$/, ''), note: 'the API root' },
      { label: 'TAXII version', value: 'TAXII 2.1', isChoice: true },
      { label: 'TAXII Collection', value: collectionId },
      { label: 'Authentication type', value: 'Bearer token', isChoice: true },
      { label: 'Token', value: token },
      {
        label: 'Copy confidence level to OpenCTI scores for indicators',
        value: 'on',
        isChoice: true,
        note: 'unless OpenCTI scores by itself',
      },
    ],
    notes: [
      'Start the feed from its row afterwards. It takes one page a run, every half minute: a first load takes a while.',
      'To push from OpenCTI instead: the taxii-post connector, with the same URL and a token that may write.',
    ],
    basis: 'Field names and requests as in OpenCTI’s source code.',
  };
}

function misp(target: Target): Recipe {
  const { base, discoveryUrl, rootUrl, rootName, collectionId, title, account, token } = target;
  return {
    id: 'misp',
    product: 'MISP',
    needs: 'write',
    does: 'MISP pushes its events to this collection as STIX.',
    path: 'Sync Actions › TAXII Servers › Add TAXII Server',
    fields: [
      { label: 'Name', value: `Taxiway ${title}` },
      { label: 'Discovery Url', value: discoveryUrl },
      { label: 'Authentication Type', value: 'Basic', isChoice: true },
      { label: 'Username', value: account },
      { label: 'Password', value: token, note: 'the token' },
      { label: 'Api Root', value: rootUrl, isChoice: true, note: 'from its list' },
      { label: 'Collection', value: collectionId, isChoice: true, note: 'from its list' },
      {
        label: 'Filter Rules (restsearch JSON)',
        value: '{"published": 1, "to_ids": 1}',
        note: 'what of MISP is pushed; yours to choose',
      },
    ],
    notes: [
      `Older versions have the field Baseurl (${base}) instead, and want the rest typed: Api Root taxii2/${rootName}, Collection ${collectionId}.`,
      'Push with the button in the row of the server. Looking at the collection from MISP needs the right to read as well.',
    ],
    basis: 'Field names and requests as in MISP’s source code.',
  };
}

function xsoar({ discoveryUrl, rootName, title, token }: Target): Recipe {
  return {
    id: 'xsoar',
    product: 'Cortex XSOAR',
    needs: 'read',
    does: 'Cortex XSOAR (and XSIAM) polls this collection with the integration TAXII 2 Feed.',
    path: 'Settings › Integrations › TAXII 2 Feed › Add instance',
    fields: [
      { label: 'Discovery Service URL', value: discoveryUrl },
      {
        label: 'Username / API Key',
        value: '_api_token_key',
        note: 'as it stands: it says that a token follows',
      },
      { label: 'Password', value: token },
      { label: 'API Root to Use', value: rootName, note: 'older: Default API Root to use' },
      {
        label: 'Collection Name To Fetch Indicators From',
        value: title,
        note: 'the title, not the id',
      },
      {
        label: 'Full Feed Fetch',
        value: 'on',
        isChoice: true,
        note: 'when off, it steps by “modified”, and objects that arrive late with old dates escape it',
      },
      { label: 'Max STIX Objects Per Poll', value: '1000' },
    ],
    notes: [
      'It asks in TAXII 2.1 and falls back to 2.0 where it is answered 406; here it stays with 2.1.',
      'It finds the collection by its title: keep the title unique in the API root.',
    ],
    basis: 'Field names and requests as in the integration’s source code.',
  };
}
