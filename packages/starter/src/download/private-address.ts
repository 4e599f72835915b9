import { lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

// Special-purpose registries of IANA: this machine, private, link-local, shared, multicast and reserved addresses.
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6');

/** Whether an IP address belongs to this machine or a private network. IPv4 within IPv6 counts as what it stands for. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && PRIVATE.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether an address names this machine, by its name alone. */
export function isLoopbackUrl({ hostname }: URL): boolean {
  const name = hostname.replace(/\.$/, '').toLowerCase();
  return /(^|\.)localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(name);
}

/** Whether the host of an address is private by its spelling: a private IP, `localhost`, or a name of a local network. */
export function isPrivateHost(url: URL): boolean {
  const name = url.hostname.replace(/\.$/, '').toLowerCase();
  return (
    isLoopbackUrl(url) ||
    isPrivateAddress(name.replace(/^\[(.*)\]$/, '$1')) ||
    /\.(local|internal|home\.arpa|lan)$/.test(name)
  );
}

/** A look-up of names that fails when any address found is private. For targets that a server named, not the person. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const isRefused = addresses?.some(({ address }) => isPrivateAddress(address)) ?? false;
    const [first] = addresses ?? [];
    if (error !== null) callback(error, '', 0);
    else if (isRefused || first === undefined)
      callback(new Error(`${hostname} is in a private network`), '', 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
