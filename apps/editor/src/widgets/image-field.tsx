import { assetReferenceSchema } from '@nodetool-ai/graph';
import { IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import { formatBytes } from '../run/describe-run.ts';
import { assetUrl, uploadImage } from './upload-image.ts';
import type { FieldProps } from './widget-props.ts';

/** An image: picked, dropped or pasted. The file stays where it is; a copy of its bytes is kept by hash. */
export function ImageField({ id, widget, value, heightPx, onChange }: FieldProps) {
  const [state, setState] = useState<{ isBusy: boolean; problem?: string }>({ isBusy: false });
  const reference = assetReferenceSchema.safeParse(Array.isArray(value) ? value[0] : value);

  const take = async (file: Blob | null | undefined) => {
    if (!file) return;
    setState({ isBusy: true });
    try {
      onChange(await uploadImage(file));
      setState({ isBusy: false });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      setState({ isBusy: false, problem });
    }
  };

  const problem =
    state.problem ??
    (isUnknown(value, reference.success)
      ? 'Pick the image again: files are not named in workflows.'
      : undefined);
  return (
    <div
      className="image-well"
      style={{ height: heightPx }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void take(event.dataTransfer.files[0]);
      }}
      onPaste={(event) => {
        const [image] = [...event.clipboardData.files];
        if (image === undefined) return;
        event.preventDefault();
        void take(image);
      }}
    >
      {reference.success && (
        <img
          src={assetUrl(reference.data.hash)}
          alt={`${widget.label} that was picked`}
          draggable={false}
        />
      )}
      <label className="button" htmlFor={id}>
        <IconPhoto size={16} stroke={1.5} aria-hidden="true" />
        {state.isBusy ? 'Storing…' : reference.success ? 'Replace' : 'Pick an image'}
      </label>
      <input
        id={id}
        className="hidden-input"
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        aria-label={widget.label}
        onChange={({ target }) => {
          void take(target.files?.[0]);
          target.value = '';
        }}
      />
      {reference.success && (
        <span className="facts">
          {reference.data.mimeType.replace('image/', '')}, {formatBytes(reference.data.sizeBytes)}
        </span>
      )}
      {problem !== undefined && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

const isUnknown = (value: unknown, isReference: boolean) =>
  value !== undefined && value !== null && value !== '' && !isReference;
