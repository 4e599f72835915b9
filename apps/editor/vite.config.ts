import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@nodetool-ai/source', ...defaultClientConditions] },
  build: {
    // The server carries the built editor in its own package.
    outDir: '../server/public',
    emptyOutDir: true,
    // Fonts and icons stay files: the content security policy allows no data: addresses for them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the page loads at first is held to a size, gzipped, by test/e2e/editor/limits.test.ts.
    chunkSizeWarningLimit: 700,
  },
});
