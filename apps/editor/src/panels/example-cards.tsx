import { NodeIcon } from '../catalog/node-icon.tsx';
import { exampleNeed, firstExamples } from './examples.ts';
import { useOpenExample } from './use-open-example.ts';

/** Some examples as cards: those that run on the starter first, then one of each other kind. */
export function ExampleCards() {
  const openExample = useOpenExample();
  return (
    <ul className="example-cards">
      {firstExamples().map((example) => (
        <li key={example.name}>
          <button type="button" onClick={() => void openExample(example.name)}>
            <NodeIcon type={example.sign} />
            <span className="words">
              <b>{example.title}</b>
              <span className="quiet small">{exampleNeed(example)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
