import { PortShape } from '../canvas/port-shape.tsx';
import { EXAMPLES } from './examples.ts';
import { useOpenExample } from './use-open-example.ts';

/** The examples, each with the types that it is about and what it needs. */
export function ExampleList() {
  const openExample = useOpenExample();
  return (
    <ul className="example-list">
      {EXAMPLES.map(({ name, title, needs, types }) => (
        <li key={name}>
          <button type="button" onClick={() => void openExample(name)}>
            <span className="words">
              <span>{title}</span>
              <span className="quiet">needs {needs}</span>
            </span>
            <span className="shapes" aria-hidden="true">
              {types.map((kind) => (
                <PortShape key={kind} type={{ kind }} size={12} />
              ))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
