/** A sentence, one that means nearly the same in other words, and one of another matter. */
export type SentenceTriple = readonly [sentence: string, related: string, unrelated: string];

/** Forty of them, of everyday matters; related ones share few words with their sentence. */
export const SENTENCE_TRIPLES: readonly SentenceTriple[] = [
  [
    'The cat sleeps on the sofa.',
    'A kitten is napping on the couch.',
    'The stock market fell today.',
  ],
  ['How do I reset my password?', 'I forgot my login credentials.', 'The soup needs more salt.'],
  [
    'The train was delayed by snow.',
    'Winter weather held up the railway.',
    'She paints portraits in oil.',
  ],
  [
    'He plays the guitar very well.',
    'He is a talented musician.',
    'The fridge is full of vegetables.',
  ],
  [
    'The doctor prescribed antibiotics.',
    'The physician gave her medicine for the infection.',
    'Our flight leaves from gate nine.',
  ],
  [
    'Interest rates are rising again.',
    'Borrowing money is getting more expensive.',
    'Dolphins swim close to the shore.',
  ],
  [
    'The children are playing in the park.',
    'Kids run around on the playground.',
    'This laptop has a broken screen.',
  ],
  [
    'I would like to book a table for two.',
    'Can I make a dinner reservation?',
    'The river flooded the valley.',
  ],
  [
    'The car would not start this morning.',
    'My vehicle has a dead battery.',
    'Shakespeare wrote many plays.',
  ],
  [
    'It is raining heavily outside.',
    'There is a downpour right now.',
    'The committee elected a new chair.',
  ],
  [
    'The team won the championship.',
    'They became champions of the league.',
    'Add two cups of flour.',
  ],
  [
    'She is learning to speak Spanish.',
    'She takes lessons in a foreign language.',
    'The volcano erupted last night.',
  ],
  [
    'The phone battery runs out quickly.',
    'My mobile needs charging all the time.',
    'The judge dismissed the case.',
  ],
  [
    'Bees make honey from nectar.',
    'Insects produce a sweet food from flowers.',
    'The invoice is due on Friday.',
  ],
  [
    'The astronaut walked on the moon.',
    'A space traveller set foot on the lunar surface.',
    'He baked an apple pie.',
  ],
  [
    'Please cancel my subscription.',
    'I want to stop my monthly plan.',
    'The mountain is covered in snow.',
  ],
  [
    'The bakery sells fresh bread.',
    'You can buy loaves and rolls at that shop.',
    'The server crashed during the update.',
  ],
  ['The film made me cry.', 'It was a very moving movie.', 'Tighten the screw with a wrench.'],
  [
    'Python is a programming language.',
    'Developers write software in Python.',
    'The garden is full of roses.',
  ],
  [
    'The hotel room had a sea view.',
    'From our suite we could see the ocean.',
    'Tax returns are filed in spring.',
  ],
  [
    'The house is for sale.',
    'The owners want to sell their home.',
    'The orchestra tuned its instruments.',
  ],
  ['He broke his leg while skiing.', 'He was injured on the slopes.', 'The library opens at nine.'],
  [
    'Drink plenty of water every day.',
    'Staying hydrated is important.',
    'The painting hangs in a museum.',
  ],
  [
    'The company hired fifty engineers.',
    'The firm took on new technical staff.',
    'The moon was bright last night.',
  ],
  [
    'The dog barked at the postman.',
    'A hound made noise when the mail came.',
    'Compound interest grows over time.',
  ],
  [
    'Our meeting was moved to Tuesday.',
    'The appointment has been rescheduled.',
    'Whales are the largest mammals.',
  ],
  [
    'She finished the marathon in four hours.',
    'She ran a long-distance race.',
    'The printer is out of paper.',
  ],
  [
    'The recipe calls for three eggs.',
    'You need some eggs to cook this dish.',
    'The election results were close.',
  ],
  [
    'Electric cars are becoming popular.',
    'More people buy battery-powered vehicles.',
    'He reads poems before bed.',
  ],
  [
    'The bridge is closed for repairs.',
    'Construction work blocks the crossing.',
    'The choir sang in Latin.',
  ],
  [
    'I lost my wallet on the bus.',
    'My purse is missing after the ride.',
    'Photosynthesis needs sunlight.',
  ],
  [
    'The forest fire spread quickly.',
    'Flames swept through the woods.',
    'The keyboard has no backlight.',
  ],
  [
    'The baby has a fever.',
    'The infant has a high temperature.',
    'The museum charges an entry fee.',
  ],
  [
    'This software has a security hole.',
    'Hackers could exploit a vulnerability in the program.',
    'The lake freezes in January.',
  ],
  [
    'The teacher explained fractions.',
    'In class we learned about parts of whole numbers.',
    'The ship sailed at dawn.',
  ],
  [
    'The coffee is too strong.',
    'This espresso tastes bitter.',
    'The airport is north of the city.',
  ],
  [
    'They got married in June.',
    'Their wedding took place in summer.',
    'The compiler reported an error.',
  ],
  ['The parcel never arrived.', 'My package was not delivered.', 'Eagles build nests on cliffs.'],
  [
    'Ancient Rome had many emperors.',
    'Caesars ruled the Roman Empire.',
    'The bicycle has a flat tyre.',
  ],
  [
    'The concert tickets are sold out.',
    'No seats are left for the show.',
    'Clean the filter once a month.',
  ],
];
