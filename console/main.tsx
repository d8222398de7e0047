// Starts the console. Mantine's styles and variables are files, so that the page's policy allows no
// style and no script within it.
import '@mantine/core/styles.css';
import './app.css';
import './parts.css';
import './intel/intel.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createQueries } from './queries.ts';

const theme = createTheme({ cursorType: 'pointer', defaultRadius: 'md' });
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={createQueries()}>
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
