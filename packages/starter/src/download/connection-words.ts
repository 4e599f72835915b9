const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of the server is not known',
  EAI_AGAIN: 'names cannot be looked up; there may be no network',
  ECONNREFUSED: 'the server refuses connections',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ENETUNREACH: 'there is no way to the network',
  EHOSTUNREACH: 'there is no way to the server',
  ETIMEDOUT: 'the server does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the server does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'the server took too long to answer',
  UND_ERR_BODY_TIMEOUT: 'the data stopped coming',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_ABORTED: 'the proxy refused the connection',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN:
    'the certificate of the server is not trusted (set NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the certificate of the server is not trusted (set NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the certificate of the server is not trusted (set NODE_EXTRA_CA_CERTS)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate belongs to another server',
};

/** Why a connection failed, in words that follow a colon. */
export function connectionWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words = WORDS[code];
  if (words !== undefined) return words;
  if (error instanceof AggregateError && error.errors.length > 0)
    return connectionWords(error.errors[0]);
  const message = error instanceof Error ? error.message : String(error);
  return `${message}${code === '' || message.includes(code) ? '' : ` (${code})`}`;
}
