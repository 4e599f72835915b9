import { describe, expect, test } from 'vitest';
import { byteWords } from '../../src/download/byte-words.ts';
import { maskSecrets, shownAddress } from '../../src/download/mask-secrets.ts';
import { TransferRate } from '../../src/download/transfer-rate.ts';

describe('a text for people', () => {
  test.each([
    ['see https://me:secret@host/x now', 'see https://***@host/x now'],
    ['from http://me:p@ss@host/simple', 'from http://***@host/simple'],
    ['https://host/x?token=secret&b=secret#c', 'https://host/x?token=***&b=***#c'],
    ['//host/:_authToken=secret', '//host/:_authToken=***'],
    ['"password": "secret"', '"password": "***"'],
    ['authorization: Bearer secret', 'authorization: ***'],
    ['npm_abcdefghijklmnopqrst failed', '*** failed'],
  ])('has no secret: %s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  test.each(['ERROR: No matching distribution found for small==1.0', 'mail me@host about it'])(
    'without one stays as it is: %s',
    (text) => {
      expect(maskSecrets(text)).toBe(text);
    },
  );

  test('shows an address without its query, name and password', () => {
    expect(shownAddress('https://me:secret@host:8443/a/b?c=secret#d')).toBe(
      'https://host:8443/a/b',
    );
  });

  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.00 kB'],
    [98_362_432, '98.4 MB'],
    [999_999_999, '1.00 GB'],
    [123_456_789_012, '123 GB'],
  ])('tells %d bytes as %s', (bytes, words) => {
    expect(byteWords(bytes)).toBe(words);
  });
});

describe('the rate of a transfer', () => {
  test('is that of the last seconds, and gives the time that is left', () => {
    let now = 0;
    const rate = new TransferRate(() => now);
    expect(rate.note(0, 10_000)).toEqual({});
    now = 1000;
    expect(rate.note(1000, 10_000)).toEqual({ bytesPerSecond: 1000, secondsLeft: 9 });
    for (now = 2000; now <= 12_000; now += 1000) rate.note(1000 + (now - 1000) / 10, 10_000);
    now = 12_000;
    const { bytesPerSecond = 0 } = rate.note(2100, 10_000);
    expect(bytesPerSecond).toBeCloseTo(100, 0);
  });

  test('begins anew when a download does', () => {
    let now = 0;
    const rate = new TransferRate(() => now);
    rate.note(5000);
    now = 1000;
    expect(rate.note(0)).toEqual({});
  });

  test('that is zero tells no time', () => {
    let now = 0;
    const rate = new TransferRate(() => now);
    rate.note(5000, 9000);
    now = 1000;
    expect(rate.note(5000, 9000)).toEqual({ bytesPerSecond: 0 });
  });
});
