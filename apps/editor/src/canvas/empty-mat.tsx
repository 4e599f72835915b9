import { useWorkspace } from '../workspace.ts';
import { ExampleList } from '../panels/example-list.tsx';

/** What stands on a mat without nodes: three keys and some examples. */
export function EmptyMat() {
  const { screen } = useWorkspace();
  return (
    <div className="empty-mat">
      <h1>An empty mat</h1>
      <dl>
        <dt>
          <kbd>Tab</kbd>
        </dt>
        <dd>
          <b>Add a node</b> <span className="quiet">or double-click where it should stand</span>
        </dd>
        <dt>
          <kbd>Ctrl</kbd> <kbd>O</kbd>
        </dt>
        <dd>
          <b>Open</b> <span className="quiet">a workflow file</span>
        </dd>
        <dt>
          <kbd>Ctrl</kbd> <kbd>V</kbd>
        </dt>
        <dd>
          <b>Paste</b> <span className="quiet">nodes, text or an image</span>
        </dd>
      </dl>
      <div className="examples">
        <p className="quiet">Start from an example</p>
        <ExampleList />
        <button type="button" className="link" onClick={() => screen.setState({ panel: 'add' })}>
          Or look through the nodes
        </button>
      </div>
    </div>
  );
}
