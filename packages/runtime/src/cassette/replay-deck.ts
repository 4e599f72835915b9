import type { Interaction } from './interaction.ts';

interface Pile {
  readonly interactions: Interaction[];
  /** How many of them were given. */
  given: number;
}

/** What of a cassette the deck gives. */
export interface DeckOptions {
  /** Give the last whole recording of a request again when all were given. */
  readonly isRepeated: boolean;
  /** Pass over recordings whose end is not known. */
  readonly onlyWhole: boolean;
}

/** The recordings of a cassette, by request: those of one request are given first in, first out. */
export class ReplayDeck {
  readonly #options: DeckOptions;
  readonly #piles = new Map<string, Pile>();
  /** All recordings, for what a miss says. */
  readonly interactions: readonly Interaction[];

  constructor(interactions: readonly Interaction[], options: DeckOptions) {
    this.#options = options;
    this.interactions = interactions;
    for (const interaction of interactions) {
      if (options.onlyWhole && interaction.left === true) continue;
      this.#pile(interaction.key).interactions.push(interaction);
    }
  }

  /** The next recording of a request, or undefined. */
  take(key: string): Interaction | undefined {
    const pile = this.#piles.get(key);
    if (pile === undefined) return undefined;
    const next = pile.interactions[pile.given];
    pile.given = Math.min(pile.given + 1, pile.interactions.length);
    if (next !== undefined || !this.#options.isRepeated) return next;
    return pile.interactions.findLast((interaction) => interaction.left !== true);
  }

  /** Adds what was recorded just now and given already: it only counts for being repeated. */
  addGiven(interaction: Interaction): void {
    if (interaction.left === true) return;
    const pile = this.#pile(interaction.key);
    pile.interactions.splice(pile.given, 0, interaction);
    pile.given += 1;
  }

  #pile(key: string): Pile {
    const pile = this.#piles.get(key) ?? { interactions: [], given: 0 };
    this.#piles.set(key, pile);
    return pile;
  }
}
