import '@fontsource-variable/atkinson-hyperlegible-mono/index.css';
import '@fontsource-variable/atkinson-hyperlegible-next/index.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/mat.css';
import './styles/node.css';
import './styles/widgets.css';
import './styles/panels.css';
import './styles/floats.css';
import './styles/first-run.css';
import './styles/outline.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';
import { ErrorBoundary } from './frame/error-boundary.tsx';
import { applyTheme } from './frame/theme.ts';

// The content security policy allows no code that is made at run time.
z.config({ jitless: true });
applyTheme();

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <ErrorBoundary what="The page">
      <App />
    </ErrorBoundary>,
  );
