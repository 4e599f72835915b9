import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkZipNames, readZipMembers } from '../../src/zip/read-zip.ts';
import { writeZip } from './zip-writer.ts';

const wish = (name: string, mostBytes = 1000) => [{ name, mostBytes }];
const text = Buffer.from('the cat and the dog and the cat');
const file = writeZip([
  { name: 'a.txt', bytes: text },
  { name: 'folder/b.txt', bytes: Buffer.from('stored'), isStored: true },
]);

describe('a zip file', () => {
  test('gives back any members, packed or stored, in the order of the wishes', () => {
    const member = fc.record({
      name: fc.string({ unit: 'grapheme', minLength: 1 }),
      bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      isStored: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(member, { selector: ({ name }) => name }),
        fc.string(),
        (members, comment) => {
          const wanted = members.map(({ name }) => ({ name, mostBytes: 1000 })).toReversed();
          const read = readZipMembers(writeZip(members, comment), wanted);
          expect(read).toEqual(members.map(({ bytes }) => bytes).toReversed());
        },
      ),
    );
  });

  test('is refused when it is cut anywhere', () => {
    for (let length = 0; length < file.length; length += 1)
      expect(() => readZipMembers(file.subarray(0, length), wish('a.txt'))).toThrow('zip file');
  });

  test('with one wrong byte gives the right bytes or says that it is wrong', () => {
    fc.assert(
      fc.property(fc.nat({ max: file.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const wrong = Buffer.from(file);
        wrong[at] = (wrong[at] ?? 0) ^ by;
        let outcome: unknown;
        try {
          outcome = readZipMembers(wrong, wish('a.txt'))[0]?.toString();
        } catch (error) {
          outcome = error instanceof Error ? `${error.name}: ${error.message}` : error;
        }
        expect(outcome).toMatch(/^the cat and the dog and the cat$|^Error: .*(zip file|a\.txt)/);
      }),
    );
  });

  test('without the wanted member is refused', () => {
    expect(() => readZipMembers(file, wish('b.txt'))).toThrow('no member b.txt');
  });

  test('is refused when the member is larger than it may be', () => {
    expect(() => readZipMembers(file, wish('a.txt', 30))).toThrow('has 31 bytes, more than 30');
  });

  test('is refused when a member unpacks to more than it claims', () => {
    const bomb = writeZip([{ name: 'a', bytes: Buffer.alloc(10_000_000), sizeBytes: 10 }]);
    expect(bomb.length).toBeLessThan(20_000);
    expect(() => readZipMembers(bomb, wish('a'))).toThrow('a is damaged');
  });

  test.each([
    ['encrypted', { flags: 1 }, 'is encrypted'],
    ['packed by another method', { method: 14 }, 'unknown method 14'],
    ['beyond 4 GB', { sizeBytes: 0xffff_ffff }, 'beyond 4 GB'],
  ])('is refused when the member is %s', (_name, wrong, message) => {
    const zip = writeZip([{ name: 'a', bytes: text, ...wrong }]);
    expect(() => readZipMembers(zip, wish('a', Infinity))).toThrow(message);
  });

  test('is read to its true end when its comment looks like one', () => {
    const tricky = writeZip([{ name: 'a', bytes: text }], 'PK\u0005\u0006'.padEnd(40, 'x'));
    expect(readZipMembers(tricky, wish('a'))).toEqual([text]);
  });
});

describe('the names in a zip file', () => {
  const member = (name: string) => ({ name, bytes: text });

  test.each(['/etc/passwd', '../x', 'a/../../x', 'a/..', 'C:/x', 'a\\..\\x', 'a\u0000b'])(
    'are refused when one is %j',
    (name) => {
      const zip = writeZip([member('good'), member(name)]);
      expect(() => checkZipNames(zip)).toThrow(`${JSON.stringify(name)}, which leads out of it`);
    },
  );

  test('are refused when one is a link or is there twice', () => {
    const link = writeZip([{ ...member('a'), mode: 0o120777 }]);
    expect(() => checkZipNames(link)).toThrow('has the link "a"');
    expect(() => checkZipNames(writeZip([member('a'), member('a')]))).toThrow('"a" twice');
  });

  test('are taken when all lie within it', () => {
    const zip = writeZip([member('a'), member('a..b/..c/d'), member('folder/')]);
    expect(() => checkZipNames(zip)).not.toThrow();
  });
});
