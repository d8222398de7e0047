import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { later } from '../later.tsx';
import { Page } from '../page.tsx';
import { useAllCollections } from '../queries.ts';
import { ConditionBuilder } from './search/condition-builder.tsx';
import { QuickFilters } from './search/quick-filters.tsx';
import { Results } from './search/results.tsx';
import { SavedSearches } from './search/saved-searches.tsx';
import { useIntelSearch } from './search/search.ts';
import { SearchBox } from './search/search-box.tsx';

// Its form brings the model of STIX along.
const CreateDialog = later(async () => (await import('./edit/create-dialog.tsx')).CreateDialog);

/** Looking for intelligence in all collections that the account reads. */
export function SearchPage() {
  const [search, change] = useIntelSearch();
  const [isBuilding, setIsBuilding] = useState(false);
  const [isCreating, setIsCreating] = useState(false);
  const { data: collections = [] } = useAllCollections();
  return (
    <div className="intel">
      <Page title="Intelligence">
        <div className="search-panel">
          <div className="search-row">
            <SearchBox search={search} onChange={change} />
            <SavedSearches search={search} />
            {collections.some(({ can_write }) => can_write) && (
              <Button variant="default" onClick={() => setIsCreating(true)}>
                New object
              </Button>
            )}
          </div>
          <QuickFilters
            search={search}
            onChange={change}
            collections={collections}
            isBuilding={isBuilding}
            onBuild={() => setIsBuilding(!isBuilding)}
          />
          {isBuilding && (
            <ConditionBuilder
              where={search.where}
              onChange={(where) => change({ where })}
              collections={collections}
            />
          )}
        </div>
        {isCreating && (
          <Suspense>
            <CreateDialog onClose={() => setIsCreating(false)} />
          </Suspense>
        )}
        <Results search={search} onChange={change} />
      </Page>
    </div>
  );
}
