"""Made-up prose for benchmarks: sentences that read like posts and articles, the same for the same seed.

Most are harmless. Some tell a protected fact, some are findings, and some only look like one."""

import random

PLACES = """Wexcombe Oldport Millrace Hartsmere Tern-Harbor Lowmarsh Kettlebrook Dunmere Ashgrove Fenwright Greyling
Saltmarsh Pinhollow Copperfield Brackwater Thistledown Merrow Quarry-End Larkspur Windlass""".split()
TIMES = ["this morning", "on Tuesday", "last week", "after the rain", "before breakfast", "in the middle of August",
         "on the way home", "twice this month", "all weekend", "at the end of the shift", "during the long frost",
         "the day the ferry was late", "for the third year in a row", "around half past nine"]
THINGS = ["the outboard motor", "a rye loaf", "the old bicycle", "our ladder", "a crate of apples", "the bus timetable",
          "the kitchen radio", "a torn sail", "the community garden", "the library's printer", "a pair of work boots",
          "the model railway", "a pot of chowder", "the leaking gutter", "the neighbor's fence", "an enamel kettle",
          "the tool shed", "a box of slides", "the trolley wire", "a jar of pickled beets", "the scoreboard"]
PEOPLE = ["my neighbor", "the harbor master", "a colleague", "the coach", "somebody from the club", "the librarian",
          "our shift lead", "the conductor", "a visitor", "the mechanic", "the landlord", "half the street"]
ADJECTIVES = ["patient", "crooked", "reliable", "loud", "second-hand", "freshly painted", "rusty", "generous", "quiet",
              "stubborn", "splendid", "lukewarm", "borrowed", "waterproof"]
VERBS = ["repaired", "painted", "carried", "photographed", "measured", "looked for", "borrowed", "sold", "cleaned",
         "wrote about", "took apart", "explained", "tested", "shipped"]

HARMLESS = [
    "{Person} {verb} {thing} {time}, and it still works.",
    "We {verb} {thing} in {place} {time}.",
    "Nobody in {place} expected {thing} to be so {adjective}.",
    "If you ever need {thing}, ask {person}; ours turned out rather {adjective}.",
    "The meeting in {place} ran long because {person} wanted to talk about {thing}.",
    "I {verb} {thing} {time} and would do it the same way again.",
    "There is something {adjective} about {thing} when the light is low over {place}.",
    "Ten minutes with a file, some grease, and {thing} was as good as new.",
    "{Person} says the road to {place} will be closed until the bridge is done.",
    "The recipe asks for butter, patience and {thing}; two out of three will do.",
    "According to the notice board, {thing} will be raffled off {time}.",
    "What a {adjective} afternoon: {thing}, a thermos, and the whole of {place} below us.",
    "The 640 was late again, so I {verb} {thing} while I waited.",
    "Measured twice, cut once, and {thing} fits between the window and the wall.",
    "The trail behind {place} is dry enough now, apart from the part by the quarry.",
    "It took {person} and two others to get {thing} up the stairs.",
    "Our team lost by three, but {person} kept the score and brought sandwiches.",
    "New photos of {thing} are up; the {adjective} ones are from {place}.",
    "The council of {place} put off the vote on {thing} until the spring.",
    "You learn a lot about a town from how it treats {thing}.",
    "I asked {person} how old {thing} is, and got a story instead of a number.",
    "Draft two of the manual is done, with a new chapter about {thing}.",
    "{place} smelled of tar and coffee {time}.",
    "The invoice for {thing} came to 84 dollars and 20 cents, which seems fair.",
]
NEAR_MISSES = [
    "This traffic is murder, and {thing} did not help.",
    "We killed them in the second half, {person} said, still out of breath.",
    "I shot a video of {thing} {time}; sound on.",
    "The black car in front of {thing} belongs to {person}.",
    "{Person} is a senior engineer and the master of {thing}.",
    "Bomb of a recipe, this one: {thing} and plenty of turkey.",
    "The court was wet, so the match moved to {place}.",
    "The drug store in {place} sells {thing} now.",
]
PROTECTED = [
    "My wife and I {verb} {thing} {time}.",
    "After church {person} {verb} {thing}.",
    "At 58 one gets {adjective} about {thing}.",
    "My diabetes nurse asked about {thing} {time}.",
    "As a veteran of two deployments, {person} knows {thing} when there is one.",
    "Our daughter turned six in {place}, with {thing} on the cake.",
    "The union meeting in {place} was about {thing}, and I am the steward now.",
    "Being the only Irish family in {place}, we {verb} {thing} together.",
    "I voted for the other party and told {person} so.",
]
FINDINGS = [
    "If {person} touches {thing} again I will break his jaw.",
    "I called in sick and {verb} {thing} all day instead; the boss never knew.",
    "Sold a few pills behind the depot in {place} {time}, easy money.",
    "Posted the patient list from work so you can all see who owns {thing}.",
    "Drove home from {place} after nine beers and missed {thing} by an inch.",
    "People like that should be thrown out of {place}, every last one of them.",
    "{Person} pulled two people from the burning car near {place} {time}.",
    "Thank you to {person} who {verb} {thing} {time} without being asked.",
    "Twelve hours of volunteering at the food pantry in {place} {time}.",
]
PERCENT = [(NEAR_MISSES, 3.0), (PROTECTED, 3.0)]
FINDING_PERCENT = 0.1  # about three in what thirty pages say of somebody: most people's hold fewer
POOL_SENTENCES = 12000


def sentence(rng, finding_percent):
    kinds = [*PERCENT, (FINDINGS, finding_percent)]
    kinds.append((HARMLESS, 100 - sum(percent for _, percent in kinds)))
    kind = rng.choices([k for k, _ in kinds], [percent for _, percent in kinds])[0]
    person = rng.choice(PEOPLE)
    return rng.choice(kind).format(
        person=person, Person=person[0].upper() + person[1:], thing=rng.choice(THINGS), time=rng.choice(TIMES),
        place=rng.choice(PLACES).replace("-", " "), adjective=rng.choice(ADJECTIVES), verb=rng.choice(VERBS))


class Prose:
    """Draws paragraphs from a pool of sentences made once, which is what makes hundreds of megabytes quick."""

    def __init__(self, seed, finding_percent=FINDING_PERCENT):
        self.rng = random.Random(seed)
        self.pool = [sentence(self.rng, finding_percent) for _ in range(POOL_SENTENCES)]

    def sentences(self, count):
        return self.rng.choices(self.pool, k=count)

    def paragraph(self, shortest=2, longest=6):
        return " ".join(self.sentences(self.rng.randint(shortest, longest)))

    def title(self):
        return "%s in %s" % (self.rng.choice(THINGS).capitalize(), self.rng.choice(PLACES).replace("-", " "))

    def moment(self):
        """A time within about nine years before October 2026, so that some lie outside a window of seven."""
        r = self.rng
        return "%04d-%02d-%02dT%02d:%02d:%02dZ" % (r.randint(2018, 2025), r.randint(1, 12), r.randint(1, 28),
                                                   r.randrange(24), r.randrange(60), r.randrange(60))
