/* Rekey and live change of suite (protocol text, "Rekey and live change of suite") on one lane between I (initiator) and R (responder).
   REKEY0 … REKEY4, a switch per direction, data in both directions at every moment; the link may be lost at any moment, seen by one side first;
   suites come and go on either side; either side may stop to answer. Keys are numbers: exchange * 2 + suite; a handshake is an exchange too.
   D data records a side, L losses, C changes of suites (arrivals and departures), MUTE 1: one side may stop to take part in exchanges.
   SOFT and HARD: records under one key before a rekey is wanted, and at most.
   MISTAKE 0 none
           1 I answers REKEY0 while an exchange runs          2 R switches its sending when it reads REKEY3, not when it says REKEY4
           3 I switches its reading when it says REKEY3       4 an exchange outlives its link
           5 a suite is released when own sending has left it 6 a suite is released although an exchange under way may choose it
           7 R asks while an exchange runs and believes that this was heard
           8 nobody ends the link when no agreement comes     9 the hard limit is not kept
          10 the switch frame is sealed under the new key    11 after a join I goes on in the older epoch
          12 R reads under the new key from REKEY2 on        13 R answers a REKEY1 that waited twice
          14 a REKEY1 without a common suite waits for ever */
#ifndef D
#define D 1
#endif
#ifndef L
#define L 1
#endif
#ifndef C
#define C 1
#endif
#ifndef MUTE
#define MUTE 0
#endif
#ifndef SOFT
#define SOFT 1
#endif
#ifndef HARD
#define HARD 2
#endif
#ifndef K
#define K 2
#endif
#ifndef MISTAKE
#define MISTAKE 0
#endif
byte mistake = MISTAKE;
#define I 0
#define R 1
#define KEY(exchange,suite) ((exchange)*2+(suite))
#define SUITE(key) ((key)%2)
#define BIT(suite) (1<<(suite))
#define NOBODY 2

/* frames; a record is: frame, the key it was sealed under, argument */
#define fDATA 1
#define fREKEY0 2      /* R asks */
#define fREKEY1 3      /* argument: exchange * 4 + offers of I */
#define fREKEY2 4      /* argument: the key R derives (it signs and finishes the transcript) */
#define fREKEY3 5      /* argument: the key I derives; I's switch */
#define fREKEY4 6      /* R's switch */

/* where the exchange of a side is */
#define NONE 0
#define OFFERED 1      /* I: REKEY1 was sent; R: REKEY2 was sent */
#define SWITCHED 2     /* I: REKEY3 was sent; R: REKEY3 was read and REKEY4 is owed */
#define CHOSEN 3       /* R: REKEY1 was read and REKEY2 is owed */

chan wire[2] = [K] of { byte, byte, byte };
bool up[2];
byte sendKey[2], readKey[2], nextKey[2];
byte phase[2], exchange, offered;      /* offered: the suites of our REKEY1, kept until REKEY2 */
byte have[2], loaded[2];               /* suites a side offers; suites whose bundle is not released yet */
byte toSend[2], sealed[2];
bool heard, asked;                     /* I: REKEY0 was heard; R: REKEY0 was sent and not yet followed by REKEY1 */
byte mute = NOBODY; bool mayMute;
byte held;                             /* R: a REKEY1 without a common suite, which waits for one */
byte losses, changes;
bool over;                             /* the session ended: no suite in common */

/* a suite may only be used while its bundle is there: "A bundle is released when both directions have left its epoch" */
inline seal(p,frame,argument) { assert((loaded[p] & BIT(SUITE(sendKey[p]))) != 0); wire[p]!frame,sendKey[p],argument }
/* "A rekey dies with its link; a new link starts at epoch 0", both directions under the handshake's key */
inline startLink(p,new) {
  if :: mistake == 11 && p == I && sendKey[I] != readKey[R] :: else -> sendKey[p] = new fi;
  readKey[p] = new; sealed[p] = 0; up[p] = true;
  if :: mistake == 4 && p == R :: else -> phase[p] = NONE; nextKey[p] = 0 fi }
inline drain(c) { do :: len(c) > 0 -> c?_,_,_ :: else -> break od }

#define FREE(p)   (!over && up[p] && nfull(wire[p]))
/* an exchange under way may still choose the suite, or has chosen it */
#define UNDERWAY(p,s) (up[p] && ((p == I && phase[I] == OFFERED && nextKey[I] == 0 && (offered & BIT(s))) || (nextKey[p] != 0 && SUITE(nextKey[p]) == s)))
#define USES(p,s) (up[p] && (SUITE(sendKey[p]) == s || SUITE(readKey[p]) == s))
/* what makes a side want an exchange: a suite in use is not offered any more, or the soft limit */
#define WANTS(p)  ((have[p] & BIT(SUITE(sendKey[p]))) == 0 || sealed[p] >= SOFT)
/* a suite has to go and does not get away: an epoch still uses it, or an exchange that is never answered may still choose it */
#define STUCK(p)  ((loaded[p] & (3 - have[p])) != 0)
#define RELEASABLE(p,s) ((loaded[p] & BIT(s)) && !(have[p] & BIT(s)) \
  && (mistake == 5 -> (!up[p] || SUITE(sendKey[p]) != s) : !USES(p,s)) && (mistake == 6 || !UNDERWAY(p,s)))

inline choose(offer) {
  assert(phase[R] == NONE && held == 0);                       /* only the initiator starts, and one at a time */
  if :: offer % 4 & have[R] & 1 -> nextKey[R] = KEY(offer / 4, 0)
     :: offer % 4 & have[R] & 2 -> nextKey[R] = KEY(offer / 4, 1) fi;
  phase[R] = CHOSEN }

inline take(p,frame,argument) {
  if
  :: frame == fDATA
  :: frame == fREKEY0 ->                                       /* "R asks with REKEY0, ignored while one runs" */
     if :: mistake == 1 -> phase[I] = NONE; heard = true
        :: mistake != 1 && phase[I] == NONE -> heard = true
        :: else fi
  :: frame == fREKEY1 ->
     asked = false;
     if :: mute == R
        :: mute != R && (argument % 4 & have[R]) == 0 -> assert(phase[R] == NONE && held == 0); held = argument
        :: mute != R && (argument % 4 & have[R]) != 0 -> choose(argument)
     fi
  :: frame == fREKEY2 -> assert(phase[I] == OFFERED && argument / 2 == exchange); nextKey[I] = argument
  :: frame == fREKEY3 -> assert(phase[R] == OFFERED && argument == nextKey[R]);      /* finished proves that both derived the same */
     readKey[R] = nextKey[R]; phase[R] = SWITCHED;
     if :: mistake == 2 -> sendKey[R] = nextKey[R] :: else fi
  :: frame == fREKEY4 -> assert(phase[I] == SWITCHED && argument == nextKey[I]);
     readKey[I] = nextKey[I]; phase[I] = NONE; nextKey[I] = 0; offered = 0
  fi }

proctype Initiator() {
  byte frame, key, argument;
  end: do
  :: atomic { FREE(I) && phase[I] == NONE && mute != I && have[I] != 0 && (WANTS(I) || heard) ->
       exchange++; offered = have[I]; heard = false; phase[I] = OFFERED; seal(I, fREKEY1, exchange * 4 + offered) }
  :: atomic { FREE(I) && phase[I] == OFFERED && nextKey[I] != 0 && mute != I ->
       /* "A switch frame ends its record; the next is epoch + 1": sealed under the old key, then the new one */
       if :: mistake == 10 -> sendKey[I] = nextKey[I] :: else fi;
       seal(I, fREKEY3, nextKey[I]);
       sendKey[I] = nextKey[I]; sealed[I] = 0; phase[I] = SWITCHED;
       if :: mistake == 3 -> readKey[I] = nextKey[I] :: else fi }
  :: atomic { up[I] && nempty(wire[R]) -> wire[R]?frame,key,argument;
       assert(key == readKey[I]);                              /* no record is opened under another key than it was sealed with */
       assert((loaded[I] & BIT(SUITE(readKey[I]))) != 0);
       take(I, frame, argument); frame = 0; key = 0; argument = 0 }
  od }

proctype Responder() {
  byte frame, key, argument;
  end: do
  :: atomic { FREE(R) && WANTS(R) && !asked && mute != R && held == 0 && (phase[R] == NONE || mistake == 7) ->
       asked = true; seal(R, fREKEY0, 0) }
  :: atomic { up[R] && held != 0 && mute != R && (held % 4 & have[R]) != 0 ->
       argument = held; held = (mistake == 13 -> held : 0); choose(argument); argument = 0 }
  :: atomic { FREE(R) && phase[R] == CHOSEN && mute != R ->
       seal(R, fREKEY2, nextKey[R]); phase[R] = OFFERED;
       if :: mistake == 12 -> readKey[R] = nextKey[R] :: else fi }
  :: atomic { FREE(R) && phase[R] == SWITCHED && mute != R ->
       seal(R, fREKEY4, nextKey[R]);
       sendKey[R] = nextKey[R]; sealed[R] = 0; phase[R] = NONE; nextKey[R] = 0 }
  :: atomic { up[R] && nempty(wire[I]) -> wire[I]?frame,key,argument;
       assert(key == readKey[R]);
       assert((loaded[R] & BIT(SUITE(readKey[R]))) != 0);
       take(R, frame, argument); frame = 0; key = 0; argument = 0 }
  od }

/* The streams' data, the suites' coming and going, and the clock of one side. */
proctype Side(bool p) {
  end: do
  :: atomic { FREE(p) && toSend[p] > 0 && (sealed[p] < HARD || mistake == 9) ->
       assert(sealed[p] < HARD);                               /* "hard 2^24, 256 GiB or 3 h (code 7)" */
       seal(p, fDATA, 0); sealed[p]++; toSend[p]-- }
  :: atomic { FREE(p) && toSend[p] > 0 && sealed[p] >= HARD && mistake != 9 -> up[p] = false }
  :: atomic { changes < C && (have[p] & 1) -> changes++; have[p] = have[p] & 2 }
  :: atomic { changes < C && (have[p] & 2) -> changes++; have[p] = have[p] & 1 }
  :: atomic { changes < C && have[p] != 3 -> changes++; have[p] = 3; loaded[p] = 3 }
  :: atomic { RELEASABLE(p,0) -> loaded[p] = loaded[p] & 2 }
  :: atomic { RELEASABLE(p,1) -> loaded[p] = loaded[p] & 1 }
  /* "after 30 s without agreement the link ends and is rejoined with what is left": only where agreement cannot come, so that the check below
     proves that it comes by itself in all other cases */
  :: atomic { up[p] && STUCK(p) && mistake != 8 && (mute != NOBODY || (have[I] & have[R]) == 0) -> up[p] = false }
  /* "a REKEY1 without a common suite waits 30 seconds": I may have back what it left, and offers nothing else meanwhile */
  :: atomic { p == R && up[R] && held != 0 && (held % 4 & have[R]) == 0 && mistake != 14 -> up[R] = false }
  :: atomic { mayMute && mute == NOBODY -> mayMute = false; mute = p }
  od }

proctype Net() {
  byte key;
  end: do
  :: atomic { losses < L && up[I] && up[R] -> losses++; up[I] = false }     /* I sees it first; R may still read what is on its way */
  :: atomic { losses < L && up[I] && up[R] -> losses++; up[R] = false }     /* R sees it first, */
  :: atomic { up[I] && !up[R] -> up[I] = false }                            /* then I */
  :: atomic { !up[I] && !over ->                                            /* I joins again: the older link of R is dead from here */
       drain(wire[I]); drain(wire[R]); held = 0; heard = false; asked = false; offered = 0;
       if :: (have[I] & have[R]) == 0 -> over = true; up[R] = false; phase[I] = NONE; phase[R] = NONE; nextKey[I] = 0; nextKey[R] = 0
          :: else -> exchange++; key = KEY(exchange, (have[I] & have[R] & 1 -> 0 : 1));
             startLink(I, key); startLink(R, key); key = 0 fi }
  od }

init {
  atomic { have[I] = 3; have[R] = 3; loaded[I] = 3; loaded[R] = 3; toSend[I] = D; toSend[R] = D; exchange = 1;
    if :: mayMute = false :: MUTE -> mayMute = true fi;
    startLink(I, KEY(1,0)); startLink(R, KEY(1,0));
    run Initiator(); run Responder(); run Side(I); run Side(R); run Net() }
  /* nothing can move any more: all was said, both directions are under the same key, what had to go is gone */
  atomic { timeout ->
    assert(over || (up[I] && up[R] && toSend[I] == 0 && toSend[R] == 0));
    assert(over || (sendKey[I] == readKey[R] && sendKey[R] == readKey[I]));
    assert(over || mute != NOBODY || (sendKey[I] == sendKey[R] && phase[I] == NONE && phase[R] == NONE));
    assert(loaded[I] == have[I] && loaded[R] == have[R]) }
}
