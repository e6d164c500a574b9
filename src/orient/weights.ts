/**
 * Every number that Brain weighs with, in one place. All are natural logarithms of likelihood ratios
 * unless the name says otherwise. They were set by judgement, and then each group of them was drawn to what it proved to be
 * worth where it was first seen: see `docs/diagnosis.md`, what is fitted.
 */
export const WEIGHTS = {
  /**
   * Before anything else is known: a code change of the failing service that was deployed in the look-back,
   * against all guiltless causes together. Most incidents follow a change, yet each single change is
   * rarely the one; a third is a cautious start.
   */
  prior: {
    code: -1,
    query: -1,
    migration: -1,
    config: -1,
    dependencies: -1.4,
    /** Style sheets and pictures break pages, hardly services. */
    asset: -4,
    ci: -6,
    /** Prose and tests do not run in production. Never impossible: a process may read its README. */
    docs: -8,
    test: -7,
    /** What people run on their own machines: a laptop's script. Never impossible: an image may copy it. */
    tooling: -5,
    /** Besides: it is of work that a clock starts, while what suffers is a request. */
    byTheClock: -1.6,
    /** Only comments or layout differ. Never impossible: generated code, directives in comments. */
    inert: -6,
    /** Only words that people read differ: they break a page's looks, seldom a service. */
    textOnly: -3,
    /**
     * It only defines what was not there: of 1,200 guilty commits of nine sets none did, of 15,800 innocent ones 15%. Their
     * authors fill histories in that way, so it is not believed to the full; and what is found by a name may run all the same.
     */
    uncalled: -2.9,
    /** What runs of it belongs to services of which telemetry shows no connection. */
    elsewhere: -2.9,
    /** The patch could not be read (binary or huge): it could be anything, so it says little. */
    unread: -2,
  },

  /**
   * How large a change is, by the logarithm of its lines around a middling one: the best single predictor of changes that break
   * something (Mockus and Weiss, 2000; Kamei et al., 2013), and the same on each of four sets left out of the fit.
   */
  size: { each: 1, middling: 2, most: 40 },

  exposure: {
    /** The most that timing and revisions may say for a commit: coincidences at deployments are common. */
    most: 4.6,
    least: -10,
    /** Timing alone. People deploy when traffic begins, when others deploy, and when something is wrong. */
    timeMost: 1.1,
    /** It was deployed after the failure had been told, or minutes after it had begun. */
    deployedAfter: -9,
    /**
     * It was first heard of a little after the failure is said to have begun. Where that was so at first sight it was guilty
     * hardly less often than any other: onsets are estimates, and what starts badly harms before it is heard.
     */
    heardAfter: -2.7,
    /** The service never ran it. */
    neverRan: -8,
    /** The service was deployed with it, and no process of that revision was heard: it never ran, or died at its start. */
    neverHeard: -2.5,
    /** All that it did had been taken back by then. */
    takenBack: -9,
    /** A revision without it fails in the same way. */
    failedWithout: -8,
    /** What requests fail with now is thrown by revisions without it, too. */
    thrownWithout: -7.5,
    /** New errors of a service beside the failing one began with the revision that brought it, or with a later one. */
    thrownFirst: 0.2,
    thrownLater: -1.5,
    /** A revision with it served requests in good health, at most: for classes that bite at once … */
    healthyWith: -2.2,
    /** … a few requests only, and how long they took; */
    fewButQuick: -1.5,
    /** … and for those that need time. */
    healthyWithDelayed: -0.8,
    /** Only one place suffers, and others that run it do not. */
    onePlace: -2.2,
    /** Its own service serves in good health what reaches it, while those that call it fail: their calls are lost … */
    callsLost: -1.5,
    /** … or they choke on what it answers. */
    soundInItself: -1.2,
    /** … the same, of a change of what it answers: then its own good health says little. */
    soundThoughOtherwise: -1,
    /** Share that is believed of what the time says for a commit, and against it: decoys go live as it begins, and some effects come late. */
    timeFor: 0.32,
    timeAgainst: 0.5,
    /** The service went on in good health after it was deployed, by the time alone: no revision says that it ran. */
    cleanSince: -0.8,
    /** Its own revision served requests in good health before the failure began; counted as `healthyWith` is. */
    cleanStart: -1.7,
    /** Old revision healthy, new one broken, one after the other: says little more than the time does. */
    split: 0.4,
    /** Both served in the same minutes, and only the new one fails: nothing else differs between them. */
    splitSideBySide: 3,
    /** The same of too few requests to settle it, at most. */
    leaningMost: 2.5,
    /** It names the very time that passed until it failed. */
    lifetimeMost: 2.9,
    /** It was already running, healthy or not, in the revision before the failing one. */
    notInTheStep: -1.5,
  },

  place: {
    most: 4.5,
    least: -3.5,
    /** The innermost frame of our own stands on a changed line. */
    topFrameOnLine: 2.6,
    /** A line on the way to where it is raised: callers stand in every trace. */
    frameOnLine: 1,
    topFrameInFunction: 1.8,
    /** Where nothing tells functions apart: a few lines from a changed one. */
    topFrameBeside: 1.2,
    frameInFunction: 0.4,
    /** The line that fails reads a name that this commit brought in or took away. */
    nameOnFailingLine: 2,
    /** The line that fails reads a member that a change of another service takes away: two ends of one contract. */
    fieldReadElsewhere: 2.6,
    /** Same file, but neither the line nor the function: sharing a file with a failure is common. */
    fileOnly: -0.7,
    /** Same file, and the frames have no line numbers. */
    fileWithoutLines: 0.7,
    /** There are frames of our own, and none in a file that it changed; most defects of code are in a frame. */
    elsewhere: -0.9,
    /** The same, where the error is raised with intent: a rule, a table or a measure may stand elsewhere. */
    elsewhereByIntent: -0.6,
    /** The same, of what no stack trace passes through: settings, schemas, libraries, the service that is called. */
    elsewhereUnseen: -0.2,
    /** A line that it changes calls outside, and the error says of itself that what is called there is at fault. */
    outsideErrorOnLine: 1,
    /** The innermost frame lies in a library that it changes, or in one that is called alike. */
    libraryFrame: 3,
    libraryKin: 1.5,
    /** The line that fails calls what its file imports from there. */
    libraryUsed: 2.2,
    /** Its lines are about the very error type, looked-up host, route or exhausted thing; times how rare that is. */
    typeInChange: 2,
    hostInChange: 3.5,
    routeInChange: 1,
    metricInChange: 1.2,
    /** Traces say that it began at a peer outside, of which it changes nothing. */
    notAboutOutside: -1.4,
    /** The error names a cause of which it says not a word: a certificate, a name, a full disk, a database that is down. */
    notAboutCertificate: -3,
    notAboutName: -3,
    notAboutDisk: -2,
    notAboutDatabase: -2.5,
    notAboutBroker: -2,
    notAboutDescriptors: -1.5,
    notAboutRate: -1.5,
    /** Connections are refused, and it acts neither through who calls, by another address, nor through who is called. */
    notAboutRefusal: -2.5,
    /** All statements are slower alike, and it changes nothing about the way to the database. */
    notAboutStatements: -2,
    /** Its service asks the failing one far oftener than the requests that come in explain. */
    amplifies: 3,
    /** A metric went from the very number that it takes away to the one that it sets. */
    metricTells: 4,
    /** A metric moved by the factor between two units, and it writes an amount in the other one. */
    metricInUnit: 3.4,
    /** A metric that left its level is called by what the changed file is called by; times how rare that is. */
    metricNamed: 1.8,
    /** Lines are logged that never were, many of them, and it makes the service log more. */
    logsMore: 2.4,
    /** It changes how what it answers is written, and those who read it cannot decode it. */
    decodes: 2.2,
    /** Keys are there already, and it changes how they are kept apart. */
    keysCollide: 2.6,
    /** The errors name the limit to which it gives another value. */
    namedLimit: 2.6,
    /** A decoder names the member that it cannot read, and it changes lines about that member. */
    decodedField: 2.8,
    /** A cache answers far less often, and it changes what is kept there. */
    cacheMisses: 2.4,
    /** The file that fails reads a variable to which it gives another value. */
    settingRead: 2.2,
    /** The same of a key in a file of settings, which members may be called by only by chance. */
    keyRead: 1.6,
    /** It raises errors of types of its own, and requests fail with others. */
    raisesAnother: -1.3,
    /** A broker or a store says that this is the wrong place, and it changes its address. */
    addressOfRefuser: 3,
    /** The errors say what ran out, and it leaves more of that behind than before. */
    leavesMore: 2.4,
    /** What all bad requests have in common, and no good one, stands in its lines; times how rare that is. Or it does not. */
    aboutKey: 1.8,
    notAboutKey: -0.6,
    /** Calls last as long as the limit that it sets, the other side still at work; or fail so, several of them. */
    limitReached: 3.4,
    limitReachedAlone: 2.4,
    /** Its service refuses connections from the moment on. */
    refuses: 2,
    /** A query that was not there before, in words that the commit brought in. */
    newQuery: 4,
    /** An index that such a query needs is taken away, and the query takes longer. */
    indexOfQuery: 3.6,
    /** A table of the query that runs more often or longer stands in the changed lines. */
    queryTouched: 1.8,
    /** Time goes into a query that it has nothing to do with. */
    queryElsewhere: -1.9,
    /** The slow span's own code stands on a changed line or in a changed function. */
    spanCode: 2,
  },

  mechanism: {
    most: 3,
    least: -2.5,
    /** What the second-best class adds, as a share of its own weight: a diff that shows two ways is likelier. */
    second: 0.5,
  },

  ownership: {
    /** The failure began in the service that it belongs to. */
    own: 0,
    /** It is of another service, and changes a table that the failing one asks. */
    sharedSchema: -0.4,
    /** Wherever it stands: its own work takes far longer than before, and longer than that of the one which was told. */
    suffersMost: -0.5,
    /** It belongs to a service that the failing one calls. Less, where telemetry does not point there. */
    callee: -0.5,
    /** It belongs to a service that calls the failing one: it may ask too much, or the wrong thing. */
    caller: -1.6,
    /** The same, where the caller fails and the service itself, which it says refuses it, does not. */
    refusedCaller: -0.4,
    /** A service that is called, however sure telemetry is that it began elsewhere: answers of another shape look sound. */
    calleeLeast: -1.1,
    /** Either, where it changes what the other reads: then the one that did not change is the one that fails. */
    speaksOtherwise: -0.6,
    /** It belongs to no service that the policy names. */
    unowned: -2,
    /** It belongs to other services only. */
    other: -3.5,
    /** The policy does not say what the failing service is built from. */
    unknown: -1.5,
  },

  /** For causes without a commit: how much likelier the sight is if this is the cause than if it is another. */
  guiltless: {
    /** All of them together, against a code change of middling size. */
    together: -1.2,
    /** Nothing else makes a program say this, but for a change of the name or of the certificate itself. */
    nameNotFound: 6,
    certificate: 6.5,
    diskFull: 5,
    brokerBlocked: 5,
    fewReplicas: 5.5,
    databaseDisk: 4,
    databaseDown: 5.5,
    lock: 2.5,
    /** Connections are reset by networks, and by processes that die. */
    connectionLost: 2.5,
    refused: 1.2,
    /** It is a store's driver that is refused; or a peer outside is among the places where it may have begun, and no service of ours. */
    refusedByStore: 4,
    refusedByOutside: 2.6,
    /** Whoever is slow, somebody times out; a lower limit does the same. */
    timeout: 0.8,
    rejected: 0.8,
    /** A peer outside, among the places where it may have begun, is the one who refuses or says that it is too much. */
    refusedOutside: 2.6,
    /** A program of ours is asked for JSON and may answer so as well, where its routes or what stands before it are changed. */
    pageForAnswer: 4,
    /** Traces begin to differ at a peer outside. */
    outsidePeer: 2.5,
    /** Share of that which stays where the program itself throws by mistake, or gives up on calls that take no longer. */
    outsideDoubted: 0.4,
    slowCall: 1.2,
    /** A call that takes several times as long as before: no limit of ours does that. */
    farSlowerCall: 1.8,
    slowQuery: 1.3,
    /** Every statement takes the same time longer, one that does no work among them. */
    statementsAlike: 4,
    status: 2.5,
    oneNode: 3.5,
    /** One tenant or record; a code path that few requests take looks alike. */
    oneKey: 2,
    /** All bad requests and no good one. */
    oneKeyAlone: 3.2,
    /** For each doubling. */
    traffic: 2.8,
    mostTraffic: 6,
    sameTraffic: -1.5,
    /**
     * Something was done that could do it, and was written down: it stands for election as a commit does, whatever the
     * share of its kind among all causes. Closeness to the onset is added, as for a commit.
     */
    close: 3.4,
    flag: 1.8,
    operator: 1.8,
    scale: 1.2,
    /** Taken off: the flag is another service's, the deed was done to another one, or it was written down after the failure had begun. */
    flagOfAnother: 2.5,
    deedElsewhere: 1,
    deedAfter: 2,
    flagSplit: 2.5,
    flagTurned: 5.5,
    /** Processes were added or taken away as it began, and those that are there are at their limit. */
    scaledAndRanOut: 4,
    /** Closeness to the onset is added, as for a commit. */
    elsewhere: 1.8,
    /** What was written down names what the bad requests have in common, and no good one. */
    toldNamesKey: 2,
    /** The clock of a machine that is off, packets that are lost: no commit of a service does this. */
    clock: 5,
    packets: 3,
    /** Processors of several services' machines are given to others: no service takes time from its own machine so. */
    stolen: 5,
    /** The holder of a lock is somebody's own session. */
    byHand: 4,
    /** Callers see calls fail of which the service that they call knows nothing. */
    unheardCalls: 1.5,
  },

  /** What an error says of its own kind, at most. */
  sign: { most: 6.5, least: 0 },
  /** What somebody wrote down as done or seen, at most. */
  told: { most: 7, least: 0 },
  /** The same fingerprint is not the same cause: what was learnt before moves the odds by a factor of five at most. */
  memory: { most: 1.6, least: -1.6 },
  /** A model reads what no rule does, and errs with the same eloquence: it may hold back, and hardly push. */
  model: { most: 0.5, least: -1.6 },
  /** The most that is believed of "no commit did it" where a change went live around the onset and nothing speaks for another cause. */
  unproven: 0.94,
  /** The least that is believed of it where what ran clears every commit. */
  proven: 0.96,
  /** Share of a guiltless mechanism that only a model names. */
  namedByModel: 0.05,

  /** A change in the step to the failing revision that was not read fits as well as a good suspect would. */
  unreadInStep: 6.5,
  /** The most that is ever claimed, also for "no commit did it". */
  certainty: 0.99,
  /**
   * The most that a commit is believed: where fewer than two independent families speak for it, each from the weight in
   * `speaksFrom` on; and where the time of the failure is in doubt, or it ran in clear health before.
   */
  most: { alone: 0.9, contradicted: 0.93, alibi: -1.3 },

  speaksFrom: { exposure: 0.3, place: 0.3, mechanism: 0.5 },

  /** At least this many requests (or points of a memory curve) make a revision's health a fact. */
  enough: { errors: 20, latency: 20, memory: 8, traffic: 20, saturation: 8 },
} as const;
