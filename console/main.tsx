// Starts the console. Mantine's styles and variables are files, so that the page's policy allows no
// style and no script within it.
import '@mantine/core/styles.css';
import './app.css';
import './parts.css';
import './intel/intel.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { BrokenPage } from './broken-page.tsx';
import { createQueries } from './queries.ts';

const theme = createTheme({ cursorType: 'pointer', defaultRadius: 'md' });
const place = document.getElementById('root');
if (place !== null) {
  // What is thrown while a page is drawn leaves nothing of it: this stands there then.
  const root = createRoot(place, {
    onUncaughtError: (thrown) => root.render(dressed(<BrokenPage thrown={thrown} />)),
  });
  root.render(
    dressed(
      <QueryClientProvider client={createQueries()}>
        <App />
      </QueryClientProvider>,
    ),
  );
}

function dressed(page: ReactNode) {
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        {page}
      </MantineProvider>
    </StrictMode>
  );
}
