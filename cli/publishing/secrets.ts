/** So many characters of a file are looked at. */
export const HEAD = 4096;

/** A form that is filled in elsewhere. */
const SAMPLE = /\.(?:example|sample|template|dist|defaults?)$/;
/** Keys for tests of cryptography are files as well, and nobody's secret. */
const PEM = /^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/m;
const CREDENTIAL = /^\s*[^;#\n]*:?_(?:authToken|auth|password)\s*=\s*(?!["']?\$\{)\S/m;

/** What seems to be secret about a file: a few words, or undefined. */
export function findSecret(path: string, head: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (path.startsWith('node_modules/') || path.includes('/node_modules/')) return undefined;
  if (/^\.env(?:\..+)?$/.test(name) && !SAMPLE.test(name)) return 'a file of environment variables';
  if (/^\.(?:npmrc|yarnrc(?:\.yml)?)$/.test(name) && CREDENTIAL.test(head)) return 'a token';
  if (/^id_(?:rsa|dsa|ecdsa|ed25519)$/.test(name) || PEM.test(head)) return 'a private key';
  return undefined;
}
