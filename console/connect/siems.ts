import type { Recipe } from './recipe.ts';
import type { Target } from './target.ts';

/** SIEMs besides Sentinel. */
export function siemRecipes(target: Target): Recipe[] {
  return [elastic(target), splunk(target), qradar(target)];
}

function elastic({ objectsUrl, title, token }: Target): Recipe {
  return {
    id: 'elastic',
    product: 'Elastic',
    needs: 'read',
    does: 'Elastic Agent polls this collection with the integration Custom Threat Intelligence.',
    path: 'Integrations › Custom Threat Intelligence › Add › Collect STIX data via RESTful API',
    fields: [
      { label: 'URL API endpoint', value: objectsUrl, note: 'with /objects/ at the end' },
      { label: 'Enable TAXII 2.1', value: 'on', isChoice: true },
      { label: 'IOC Expiration Duration', value: '90d' },
      { label: 'Interval', value: '5m' },
      {
        label: 'Initial Interval',
        value: '8760h',
        note: 'how far back the first poll goes; do not leave it empty',
      },
      { label: 'API Key', value: token, note: 'under Advanced options; sent as Bearer' },
      { label: 'Limit', value: '1000', note: 'under Advanced options' },
      { label: 'Feed name', value: `Taxiway ${title}`, note: 'under Advanced options' },
    ],
    notes: ['The agent, not Kibana, must reach the server.'],
    basis: 'Field names and requests as in the integration’s source code.',
  };
}

function splunk({ rootUrl, collectionId, title, account, token }: Target): Recipe {
  return {
    id: 'splunk',
    product: 'Splunk',
    needs: 'read',
    does: 'Splunk Enterprise Security, 8.2 or later, polls this collection into its threat intelligence.',
    path: 'First the credential: Enterprise Security › Configure › General Settings › Credentials. Then the feed: Configure › Data Enrichment › Threat Intelligence Management',
    fields: [
      { label: 'Username', value: account, note: 'of the credential' },
      { label: 'Password', value: token, note: 'of the credential: the token' },
      { label: 'Realm', value: 'taxii2', note: 'of the credential: any name for it' },
      { label: 'Name', value: `taxiway_${title.toLowerCase().replaceAll(/\W+/g, '_')}` },
      { label: 'URL', value: rootUrl, note: 'the API root' },
      { label: 'Collection', value: collectionId, note: 'the id' },
    ],
    notes: [
      'Versions before 8.2 speak TAXII 1 only: give them the curl line in a script, or the CTIS app.',
      'To push from Splunk: the open CTIS app, with the API root URL, the account, and a token that may write.',
      'Names of the fields of the feed differ between 8.2 and 8.4; from 8.4 on the feed names the user of the credential.',
    ],
    basis: 'Splunk’s manuals; the form of the feed and its requests could not be read.',
  };
}

function qradar({ discoveryUrl, rootUrl, title, account, token }: Target): Recipe {
  return {
    id: 'qradar',
    product: 'IBM QRadar',
    needs: 'read',
    does: 'The Threat Intelligence app of QRadar polls this collection into reference sets.',
    path: 'Admin › Apps › Threat Intelligence › STIX/TAXII Configuration › Add Threat Feed › Add TAXII Feed',
    fields: [
      {
        label: 'TAXII Endpoint',
        value: discoveryUrl,
        note: `if it finds no collections: ${rootUrl}`,
      },
      { label: 'Version', value: '2.1', isChoice: true },
      { label: 'Authentication Method', value: 'HTTP Basic', isChoice: true },
      { label: 'Username', value: account },
      { label: 'Password', value: token, note: 'the token' },
      { label: 'Collections', value: title, isChoice: true, note: 'from its list, after Discover' },
    ],
    notes: ['Then choose what kind of observable goes into which reference set.'],
    basis: 'IBM’s manual; the requests of the app could not be read.',
  };
}
