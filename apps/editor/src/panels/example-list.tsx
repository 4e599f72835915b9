import { PortShape } from '../canvas/port-shape.tsx';
import { exampleNeed, EXAMPLES } from './examples.ts';
import { useOpenExample } from './use-open-example.ts';

/** The examples, each with the types that it is about and what it needs. */
export function ExampleList() {
  const openExample = useOpenExample();
  return (
    <ul className="example-list">
      {EXAMPLES.map((example) => (
        <li key={example.name}>
          <button type="button" onClick={() => void openExample(example.name)}>
            <span className="words">
              <span>{example.title}</span>
              <span className="quiet">{exampleNeed(example)}</span>
            </span>
            <span className="shapes" aria-hidden="true">
              {example.types.map((kind) => (
                <PortShape key={kind} type={{ kind }} size={12} />
              ))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
