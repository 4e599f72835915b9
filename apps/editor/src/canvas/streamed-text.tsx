import { useLayoutEffect, useRef, useState } from 'react';

/** So much of the end of a long text is drawn; more would slow every picture of a stream. */
const SHOWN_LETTERS = 20_000;

/** Text that may still grow: shown as it comes, the end kept in view until the person scrolls up. */
export function StreamedText({ text, isLive }: { text: string; isLive: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [isWhole, setWhole] = useState(false);
  const isFolded = !isWhole && text.length > SHOWN_LETTERS;
  const shown = isFolded ? text.slice(-SHOWN_LETTERS) : text;

  useLayoutEffect(() => {
    if (isFollowing && isLive && box.current !== null)
      box.current.scrollTop = box.current.scrollHeight;
  }, [shown, isFollowing, isLive]);

  return (
    <div className="streamed">
      <div
        ref={box}
        className="streamed-text"
        role="region"
        aria-label="Output"
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setFollowing(scrollHeight - scrollTop - clientHeight < 8)
        }
      >
        {isFolded && (
          <button type="button" className="link" onClick={() => setWhole(true)}>
            Show the {(text.length - SHOWN_LETTERS).toLocaleString('en')} characters before
          </button>
        )}
        {shown}
        {isLive && <span className="caret" aria-hidden="true" />}
      </div>
      {!isFollowing && isLive && (
        <button type="button" className="button follow" onClick={() => setFollowing(true)}>
          Follow
        </button>
      )}
    </div>
  );
}
