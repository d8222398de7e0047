import type { Recipe } from './recipe.ts';
import type { Target } from './target.ts';

/** What runs in a shell. */
export function scriptRecipes(target: Target): Recipe[] {
  return [curl(target), python(target)];
}

const ACCEPT = 'application/taxii+json;version=2.1';

function curl({ base, objectsUrl, collectionId, token }: Target): Recipe {
  const authorization = `-H 'Authorization: Bearer ${token}'`;
  return {
    id: 'curl',
    product: 'curl',
    needs: 'read',
    does: 'Looks whether it works, and what scripts build on.',
    code: [
      {
        label: 'curl line to read',
        text: `curl -g ${authorization} -H 'Accept: ${ACCEPT}' \\
  '${objectsUrl}?limit=10'`,
      },
      {
        label: 'curl line to push',
        text: `curl ${authorization} -H 'Accept: ${ACCEPT}' \\
  -H 'Content-Type: ${ACCEPT}' --data-binary @bundle.json \\
  '${objectsUrl}'`,
      },
      {
        label: 'curl line to import a file',
        text: `curl ${authorization} -H 'Content-Type: text/csv' --data-binary @feed.csv \\
  '${base}/api/v1/imports?collection=${collectionId}&source=My%20feed&file_name=feed.csv'`,
      },
    ],
    notes: [
      'While “more” is true, ask again with &next= and the value of “next”. Next time, ask for what is new with &added_after= and the header X-TAXII-Date-Added-Last.',
      'Filters: &match[type]=indicator, &match[id]=…, &match[version]=all; -g keeps curl from reading the brackets.',
      'Pushing and importing need the right to write.',
    ],
    basis: 'Run by our own tests, as it stands here.',
  };
}

function python({ objectsUrl, token }: Target): Recipe {
  return {
    id: 'python',
    product: 'Python',
    needs: 'read',
    does: 'Reads the whole collection page by page, with the standard library alone.',
    code: [
      {
        label: 'Python program',
        text: `import json, sys, urllib.parse, urllib.request

OBJECTS = "${objectsUrl}"
TOKEN = "${token}"

def read(added_after=None):
    """Yields each object; says at the end where the next run can begin."""
    query = {"limit": 1000}
    if added_after:
        query["added_after"] = added_after
    while True:
        request = urllib.request.Request(
            OBJECTS + "?" + urllib.parse.urlencode(query),
            headers={"Accept": "${ACCEPT}", "Authorization": "Bearer " + TOKEN},
        )
        with urllib.request.urlopen(request) as answer:
            page = json.load(answer)
            last = answer.headers["X-TAXII-Date-Added-Last"]
        yield from page.get("objects", [])
        if not page.get("more"):
            print("next time: added_after =", last, file=sys.stderr)
            return
        query["next"] = page["next"]

for found in read():
    print(found["id"], found.get("pattern", ""))
`,
      },
    ],
    notes: ['With taxii2-client: Collection(the URL without objects/, auth=TokenAuth(token)).'],
    basis: 'Run by our own tests, as it stands here.',
  };
}
