import { useEffect } from 'react';
import { useStore } from 'zustand';
import { announceInstall } from '../starter/describe-install.ts';
import { isOllamaThere } from '../starter/starter-state.ts';
import { describeNodeRun } from '../run/describe-run.ts';
import { titleOf } from '../canvas/title-of.ts';
import { workflowOf } from '../document/document-store.ts';
import { useActiveTab } from '../tabs/tab-context.ts';
import { useWorkspace } from '../workspace.ts';

/** Tells screen readers when a node's state changes, in words, once for each phase. */
export function Announcer() {
  const { catalog, engine, screen } = useWorkspace();
  const tab = useActiveTab();
  const announcement = useStore(screen, (state) => state.announcement);

  useEffect(() => {
    if (tab === undefined) return undefined;
    const said = new Map<string, string>();
    return tab.run.subscribeNodes(() => {
      for (const [id, run] of tab.run.nodes()) {
        const { words } = describeNodeRun(run);
        if (said.get(id) === words) continue;
        said.set(id, words);
        const node = workflowOf(tab.document).graph.nodes.find((candidate) => candidate.id === id);
        if (node === undefined || run.state === 'queued') continue;
        const title = titleOf({ node, description: catalog.describe(node.type) });
        screen.setState({ announcement: `${title}: ${words}` });
      }
    });
  }, [tab, catalog, screen]);

  useEffect(() => {
    let said: string | undefined;
    const tell = () => {
      const { report } = engine.getState();
      const install = report?.starter?.install;
      if (report === undefined || install === undefined) return;
      // What had ended before this page was opened is no news.
      const isNews = said !== undefined || install.state === 'running';
      const words = announceInstall(install, isOllamaThere(report));
      if (isNews && words !== said) screen.setState({ announcement: words });
      if (isNews) said = words;
    };
    tell();
    return engine.subscribe(tell);
  }, [engine, screen]);

  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}
