/** The version of this package; a test holds it against its manifest. */
export const VERSION = '0.1.0';
