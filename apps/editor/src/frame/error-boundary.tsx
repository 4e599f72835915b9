import { Component } from 'react';

/** What goes on when a part of the page cannot be drawn. */
export interface ErrorBoundaryProps {
  /** What the part is called: `The panel`. */
  readonly what: string;
  readonly children: React.ReactNode;
  /** Another way on, beside trying again. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Keeps a mistake in one part from taking the whole page away: says so, and offers to try again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { message: string | undefined }> {
  override state = { message: undefined };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): React.ReactNode {
    const { what, children, action } = this.props;
    const { message } = this.state;
    if (message === undefined) return children;
    return (
      <div className="broken" role="alert">
        <p>
          <b>{what} cannot be shown.</b> What you typed is kept.
        </p>
        <p className="mono quiet">{message}</p>
        <p className="buttons">
          <button
            type="button"
            className="button main"
            onClick={() => this.setState({ message: undefined })}
          >
            Try again
          </button>
          {action !== undefined && (
            <button
              type="button"
              className="button"
              onClick={() => {
                action.run();
                this.setState({ message: undefined });
              }}
            >
              {action.label}
            </button>
          )}
        </p>
      </div>
    );
  }
}
