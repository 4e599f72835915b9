/** The mark: a wire at 45 degrees between two stations. */
export function Logo() {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 22 22"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <path d="M3.5 6.5h3l9 9h3" />
      <rect x="1" y="3.5" width="6" height="6" fill="currentColor" stroke="none" />
      <rect x="15" y="12.5" width="6" height="6" fill="currentColor" stroke="none" />
      <path d="M15.5 3.5h5v5h-5zM1.5 13.5h5v5h-5z" strokeWidth="1.5" />
    </svg>
  );
}
