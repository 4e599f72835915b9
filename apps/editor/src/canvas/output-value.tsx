import { assetReferenceSchema, isRecord } from '@nodetool-ai/graph';
import type { EventValue, PortType } from '@nodetool-ai/graph';
import { formatBytes } from '../run/describe-run.ts';
import { assetUrl } from '../widgets/upload-image.ts';

/** So many characters of JSON and so many images are drawn; the rest is counted. */
const SHOWN_LETTERS = 4000;
const SHOWN_IMAGES = 12;

/** A value that a node gave, as text or picture. What a model wrote is never read as markup. */
export function OutputValue({ type, value }: { type: PortType; value: EventValue }) {
  if ('blob' in value) {
    return (
      <p className="value">
        A long value, {formatBytes(value.sizeBytes)}.{' '}
        <a className="link" href={assetUrl(value.blob)} download="value.json">
          Save it
        </a>
      </p>
    );
  }
  const { inline } = value;
  const images = imagesIn(inline);
  if (images.length > 0) {
    return (
      <div className="value images">
        {images.slice(0, SHOWN_IMAGES).map((hash) => (
          <img key={hash} src={assetUrl(hash)} alt="What the node gave" draggable={false} />
        ))}
        {images.length > SHOWN_IMAGES && <p>and {images.length - SHOWN_IMAGES} more</p>}
      </div>
    );
  }
  if (isVector(inline)) return <Vector numbers={inline} />;
  const items: readonly unknown[] = Array.isArray(inline) ? inline : [];
  const [vector] = items;
  if (isVector(vector) && items.every(isVector)) {
    return (
      <p className="value">
        {items.length} vectors of {vector.length} numbers
      </p>
    );
  }
  if (typeof inline === 'number' || typeof inline === 'boolean')
    return <p className="value figure">{String(inline)}</p>;
  const json = JSON.stringify(inline, undefined, 2);
  return (
    <pre className="value" tabIndex={0} role="region" aria-label={`Output, ${type.kind}`}>
      {json.slice(0, SHOWN_LETTERS)}
      {json.length > SHOWN_LETTERS ? `\n… ${json.length - SHOWN_LETTERS} more characters` : ''}
    </pre>
  );
}

function Vector({ numbers }: { numbers: readonly number[] }) {
  const first = numbers.slice(0, 4).map((number) => number.toFixed(3));
  return (
    <p className="value mono">
      {numbers.length.toLocaleString('en')} numbers: {first.join(', ')}
      {numbers.length > 4 ? ' …' : ''}
    </p>
  );
}

function isVector(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number')
  );
}

function imagesIn(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => {
    if (!isRecord(item)) return [];
    const reference = assetReferenceSchema.safeParse(item);
    return reference.success && reference.data.type === 'image' ? [reference.data.hash] : [];
  });
}
