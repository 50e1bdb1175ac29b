;; Looks at events as bytes, 16 at a time. `npm run wasm` makes event-code.ts of it.
(module
  (import "host" "memory" (memory 1))
  ;; Places in it, which memory-layout.ts says.
  (import "host" "events" (global $events i32))
  (import "host" "idBytes" (global $idBytes i32))
  (import "host" "longest" (global $longest i32))
  (import "host" "slots" (global $slots i32))
  (import "host" "shape" (global $shape i32))
  (import "host" "at" (global $at i32))
  (import "host" "high" (global $high i32))
  (import "host" "low" (global $low i32))
  (import "host" "idEnd" (global $idEnd i32))
  (import "host" "ids" (global $ids i32))
  (import "host" "lengths" (global $lengths i32))
  (import "host" "table" (global $table i32))
  ;; Both halves of an identity that is being made.
  (global $upper (mut i32) (i32.const 0))
  (global $lower (mut i32) (i32.const 0))

  ;; Where the event ends that begins at $start with a brace: the offset behind it; -1: it goes on behind $end; -2: a control character stands in
  ;; a text, so this is no JSON. At least 16 bytes behind $end can be read. It leaves at
  ;;   0: not 0 where a key may be escaped or has space behind it; 4, 8: how many of the event's own keys are `serviceName` and `eventTime`;
  ;;   12, 16: the colons behind the last of them.
  (func (export "skim") (param $start i32) (param $end i32) (result i32)
    (local $at i32) (local $block v128) (local $folded v128)
    (local $quote v128) (local $slash v128) (local $u v128) (local $fold v128) (local $open v128) (local $close v128)
    (local $colon v128) (local $space v128)
    (local $quotes i32) (local $slashes i32) (local $follows i32) (local $sum i32) (local $escaped i32)
    ;; Of the block before: 1 where its last byte escapes the next one; 0xffff where it ends in a text.
    (local $escapes i32) (local $inside i32)
    (local $text i32) (local $marks i32) (local $controls i32) (local $depth i32) (local $pos i32) (local $byte i32)
    (local $key i64)
    (local.set $quote (i8x16.splat (i32.const 0x22)))
    (local.set $slash (i8x16.splat (i32.const 0x5c)))
    (local.set $u (i8x16.splat (i32.const 0x75)))
    (local.set $fold (i8x16.splat (i32.const 0xdf)))
    (local.set $open (i8x16.splat (i32.const 0x5b)))
    (local.set $close (i8x16.splat (i32.const 0x5d)))
    (local.set $colon (i8x16.splat (i32.const 0x3a)))
    (local.set $space (i8x16.splat (i32.const 0x20)))
    (v128.store (i32.const 0) (v128.const i32x4 0 0 0 0))
    (local.set $at (local.get $start))
    (loop $blocks
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const -1))))
      (local.set $block (v128.load align=1 (local.get $at)))
      (local.set $quotes (i8x16.bitmask (i8x16.eq (local.get $block) (local.get $quote))))
      (local.set $slashes (i8x16.bitmask (i8x16.eq (local.get $block) (local.get $slash))))
      (if (i32.or (local.get $slashes) (local.get $escapes))
        (then
          ;; Every second of the backslashes in a row escapes what follows it: adding them up carries through each row.
          (local.set $slashes (i32.and (local.get $slashes) (i32.xor (local.get $escapes) (i32.const -1))))
          (local.set $follows (i32.or (i32.shl (local.get $slashes) (i32.const 1)) (local.get $escapes)))
          (local.set $sum
            (i32.add
              (local.get $slashes)
              (i32.and
                (i32.and (local.get $slashes) (i32.const 0xaaaa))
                (i32.xor (local.get $follows) (i32.const -1)))))
          (local.set $escapes (i32.and (i32.shr_u (local.get $sum) (i32.const 16)) (i32.const 1)))
          (local.set $escaped
            (i32.and
              (i32.and
                (i32.xor (i32.const 0x5555) (i32.shl (i32.and (local.get $sum) (i32.const 0xffff)) (i32.const 1)))
                (local.get $follows))
              (i32.const 0xffff)))
          (local.set $quotes (i32.and (local.get $quotes) (i32.xor (local.get $escaped) (i32.const -1))))
          (if (i32.and (local.get $escaped) (i8x16.bitmask (i8x16.eq (local.get $block) (local.get $u))))
            (then (i32.store (i32.const 0) (i32.const 1))))))
      ;; A byte is in a text where the number of quotation marks up to it is odd.
      (local.set $text (i32.xor (local.get $quotes) (i32.shl (local.get $quotes) (i32.const 1))))
      (local.set $text (i32.xor (local.get $text) (i32.shl (local.get $text) (i32.const 2))))
      (local.set $text (i32.xor (local.get $text) (i32.shl (local.get $text) (i32.const 4))))
      (local.set $text (i32.xor (local.get $text) (i32.shl (local.get $text) (i32.const 8))))
      (local.set $text (i32.and (i32.xor (local.get $text) (local.get $inside)) (i32.const 0xffff)))
      (local.set $inside
        (i32.and (i32.sub (i32.const 0) (i32.shr_u (local.get $text) (i32.const 15))) (i32.const 0xffff)))
      ;; Brackets differ from braces in one bit.
      (local.set $folded (v128.and (local.get $block) (local.get $fold)))
      (local.set $marks
        (i32.and
          (i8x16.bitmask
            (v128.or
              (v128.or
                (i8x16.eq (local.get $folded) (local.get $open))
                (i8x16.eq (local.get $folded) (local.get $close)))
              (i8x16.eq (local.get $block) (local.get $colon))))
          (i32.xor (local.get $text) (i32.const -1))))
      (local.set $controls
        (i32.and (i8x16.bitmask (i8x16.lt_u (local.get $block) (local.get $space))) (local.get $text)))
      (block $noMore
        (loop $each
          (br_if $noMore (i32.eqz (local.get $marks)))
          (local.set $pos (i32.add (local.get $at) (i32.ctz (local.get $marks))))
          (local.set $marks (i32.and (local.get $marks) (i32.sub (local.get $marks) (i32.const 1))))
          (local.set $byte (i32.load8_u (local.get $pos)))
          (if (i32.eq (local.get $byte) (i32.const 0x3a))
            (then
              (if (i32.eq (local.get $depth) (i32.const 1))
                (then
                  (local.set $key (i64.load align=1 (i32.sub (local.get $pos) (i32.const 8))))
                  ;; Before a key stands its quotation mark, and that is not escaped.
                  (if (i64.eq (local.get $key) (i64.const 0x22656d614e656369)) ;; iceName"
                    (then
                      (if
                        (i32.and
                          (i32.eq (i32.load align=1 (i32.sub (local.get $pos) (i32.const 12))) (i32.const 0x76726573)) ;; serv
                          (i32.and
                            (i32.eq (i32.load8_u (i32.sub (local.get $pos) (i32.const 13))) (i32.const 0x22))
                            (i32.ne (i32.load8_u (i32.sub (local.get $pos) (i32.const 14))) (i32.const 0x5c))))
                        (then
                          (i32.store (i32.const 4) (i32.add (i32.load (i32.const 4)) (i32.const 1)))
                          (i32.store (i32.const 12) (local.get $pos)))))
                    (else
                      (if (i64.eq (local.get $key) (i64.const 0x22656d6954746e65)) ;; entTime"
                        (then
                          (if
                            (i32.and
                              (i32.eq
                                (i32.load16_u align=1 (i32.sub (local.get $pos) (i32.const 10)))
                                (i32.const 0x7665)) ;; ev
                              (i32.and
                                (i32.eq (i32.load8_u (i32.sub (local.get $pos) (i32.const 11))) (i32.const 0x22))
                                (i32.ne (i32.load8_u (i32.sub (local.get $pos) (i32.const 12))) (i32.const 0x5c))))
                            (then
                              (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1)))
                              (i32.store (i32.const 16) (local.get $pos)))))
                        (else
                          (if (i64.ne (i64.shr_u (local.get $key) (i64.const 56)) (i64.const 0x22))
                            (then (i32.store (i32.const 0) (i32.const 1)))))))))))
            (else
              (if (i32.eq (i32.and (local.get $byte) (i32.const 0xdf)) (i32.const 0x5b))
                (then (local.set $depth (i32.add (local.get $depth) (i32.const 1))))
                (else
                  (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
                  (if (i32.eqz (local.get $depth))
                    (then
                      (if (i32.ge_u (local.get $pos) (local.get $end)) (then (return (i32.const -1))))
                      (if
                        (i32.and
                          (local.get $controls)
                          (i32.sub
                            (i32.shl (i32.const 1) (i32.sub (local.get $pos) (local.get $at)))
                            (i32.const 1)))
                        (then (return (i32.const -2))))
                      (return (i32.add (local.get $pos) (i32.const 1)))))))))
          (br $each)))
      (if (local.get $controls) (then (return (i32.const -2))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $blocks))
    (unreachable))

  ;; 1 where the $length bytes at $start are those of a shape, but for what it leaves out. A shape is as many bytes, up to a multiple of 16, and
  ;; then a mask for each, 0 where it is left out. There 1 stands for what must be a character of base64 or of an id, 0 for anything.
  (func $same (param $shape i32) (param $length i32) (param $start i32) (result i32)
    (local $stop i32) (local $masks i32) (local $block v128) (local $known v128) (local $mask v128) (local $plain v128)
    (local.set $masks (i32.and (i32.add (local.get $length) (i32.const 15)) (i32.const -16)))
    (local.set $stop (i32.add (local.get $start) (local.get $length)))
    (loop $blocks
      (if (i32.ge_u (local.get $start) (local.get $stop)) (then (return (i32.const 1))))
      (local.set $block (v128.load align=1 (local.get $start)))
      (local.set $known (v128.load align=1 (local.get $shape)))
      (local.set $mask (v128.load align=1 (i32.add (local.get $shape) (local.get $masks))))
      (if (v128.any_true (v128.and (v128.xor (local.get $block) (local.get $known)) (local.get $mask)))
        (then (return (i32.const 0))))
      (local.set $plain
        (v128.andnot (i8x16.eq (local.get $known) (i8x16.splat (i32.const 1))) (local.get $mask)))
      (if (v128.any_true (local.get $plain))
        (then
          (if
            (v128.any_true
              (v128.andnot
                (local.get $plain)
                (v128.or
                  (v128.or
                    ;; Letters, and what stands from the slash to the 9.
                    (i8x16.lt_u
                      (i8x16.sub
                        (v128.or (local.get $block) (i8x16.splat (i32.const 0x20)))
                        (i8x16.splat (i32.const 0x61)))
                      (i8x16.splat (i32.const 26)))
                    (i8x16.lt_u
                      (i8x16.sub (local.get $block) (i8x16.splat (i32.const 0x2f)))
                      (i8x16.splat (i32.const 11))))
                  (v128.or
                    (v128.or
                      (i8x16.eq (local.get $block) (i8x16.splat (i32.const 0x2b)))
                      (i8x16.eq (local.get $block) (i8x16.splat (i32.const 0x2d))))
                    (v128.or
                      (i8x16.eq (local.get $block) (i8x16.splat (i32.const 0x3d)))
                      (i8x16.eq (local.get $block) (i8x16.splat (i32.const 0x5f))))))))
            (then (return (i32.const 0))))))
      (local.set $start (i32.add (local.get $start) (i32.const 16)))
      (local.set $shape (i32.add (local.get $shape) (i32.const 16)))
      (br $blocks))
    (unreachable))

  ;; Reads the events from $start on that are known, one behind the other with $separator between, and puts them behind those of the batch. Gives
  ;; the offset behind them: of the next event, or of what follows an event. It goes by, and leaves at
  ;;   20: 1 where the event at hand is of another day than is known, and 52: the offset of its time; else 0; 24, 28: how many events are in the
  ;;   batch, and how many bytes of ids; 32: the first second of the day that is known, and 40: its ten characters; 56: the newest second of
  ;;   all that was read; 60: how many events were read.
  (func (export "known") (param $start i32) (param $end i32) (param $separator i32) (result i32)
    (local $stop i32) (local $event i32) (local $time i32) (local $second i32) (local $id i32) (local $length i32) (local $n i32) (local $idsEnd i32)
    (i32.store (i32.const 20) (i32.const 0))
    (loop $next
      (local.set $n (i32.load (i32.const 24)))
      (local.set $idsEnd (i32.load (i32.const 28)))
      (if (i32.or (i32.ge_u (local.get $n) (global.get $events)) (i32.gt_u (local.get $idsEnd) (global.get $idBytes)))
        (then (return (local.get $start))))
      (local.set $stop (call $endOf (local.get $start) (local.get $end) (local.get $separator)))
      (if (i32.eqz (local.get $stop)) (then (return (local.get $start))))
      (local.set $event (call $find (local.get $start) (i32.sub (local.get $stop) (local.get $start))))
      (if (i32.eqz (local.get $event)) (then (return (local.get $start))))
      (local.set $time (i32.add (local.get $start) (i32.load offset=28 (local.get $event))))
      (if
        (i32.or
          (i64.ne (i64.load align=1 (local.get $time)) (i64.load (i32.const 40)))
          (i32.ne (i32.load16_u offset=8 align=1 (local.get $time)) (i32.load16_u (i32.const 48))))
        (then
          (i32.store (i32.const 20) (i32.const 1))
          (i32.store (i32.const 52) (local.get $time))
          (return (local.get $start))))
      (local.set $second (call $secondOfDay (local.get $time)))
      (if (i32.lt_s (local.get $second) (i32.const 0)) (then (return (local.get $start))))
      (local.set $second (i32.add (local.get $second) (i32.load (i32.const 32))))
      (local.set $id (i32.add (local.get $start) (i32.load offset=20 (local.get $event))))
      (local.set $length (i32.load offset=24 (local.get $event)))
      (if (i32.eqz (call $saysSomething (local.get $id) (local.get $length))) (then (return (local.get $start))))
      (if (i32.gt_u (local.get $second) (i32.load (i32.const 56)))
        (then (i32.store (i32.const 56) (local.get $second))))
      (i32.store (i32.const 60) (i32.add (i32.load (i32.const 60)) (i32.const 1)))
      (if (i32.ge_s (i32.load offset=8 (local.get $event)) (i32.const 0))
        (then
          (call $identify
            (i32.load offset=12 (local.get $event))
            (i32.load offset=16 (local.get $event))
            (local.get $id)
            (local.get $length)
            (local.get $second)
            (i32.const 0))
          (i32.store (i32.add (global.get $shape) (i32.shl (local.get $n) (i32.const 2))) (i32.load offset=8 (local.get $event)))
          (f64.store
            (i32.add (global.get $at) (i32.shl (local.get $n) (i32.const 3)))
            (f64.mul (f64.convert_i32_u (local.get $second)) (f64.const 1000)))
          (i32.store (i32.add (global.get $high) (i32.shl (local.get $n) (i32.const 2))) (global.get $upper))
          (i32.store (i32.add (global.get $low) (i32.shl (local.get $n) (i32.const 2))) (global.get $lower))
          (call $copy (i32.add (global.get $ids) (local.get $idsEnd)) (local.get $id) (local.get $length))
          (local.set $idsEnd (i32.add (local.get $idsEnd) (local.get $length)))
          (i32.store (i32.add (global.get $idEnd) (i32.shl (local.get $n) (i32.const 2))) (local.get $idsEnd))
          (i32.store (i32.const 28) (local.get $idsEnd))
          (i32.store (i32.const 24) (i32.add (local.get $n) (i32.const 1)))))
      ;; What $endOf found: the separator stands there, and can be read.
      (local.set $start (local.get $stop))
      (if (i32.eq (i32.load8_u offset=1 (local.get $stop)) (i32.const 0x7b))
        (then
          (local.set $start (i32.add (local.get $stop) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $start) (local.get $end)))
          (local.set $start (local.get $stop)))))
    (local.get $start))

  ;; Behind the first brace that $separator follows, and behind a comma another brace; 0: there is none before $end.
  (func $endOf (param $at i32) (param $end i32) (param $separator i32) (result i32)
    (local $block v128) (local $any v128) (local $found i32)
    (local.set $any
      (i8x16.splat (select (i32.const 0) (i32.const 0xff) (i32.eq (local.get $separator) (i32.const 0x2c)))))
    (loop $blocks
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 0))))
      (local.set $found
        (i8x16.bitmask
          (v128.and
            (v128.and
              (i8x16.eq (v128.load align=1 (local.get $at)) (i8x16.splat (i32.const 0x7d)))
              (i8x16.eq (v128.load offset=1 align=1 (local.get $at)) (i8x16.splat (local.get $separator))))
            (v128.or
              (i8x16.eq (v128.load offset=2 align=1 (local.get $at)) (i8x16.splat (i32.const 0x7b)))
              (local.get $any)))))
      (if (local.get $found)
        (then
          (local.set $at (i32.add (i32.add (local.get $at) (i32.ctz (local.get $found))) (i32.const 1)))
          (return (select (local.get $at) (i32.const 0) (i32.lt_u (local.get $at) (local.get $end))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $blocks))
    (unreachable))

  ;; The known event that has these bytes; 0: there is none. Before its shape it has 32 bytes: its hash, its length, the number of what it says
  ;; (-1: it is not counted), both halves to begin its identity with, and where its id begins, how long that is, and where its time begins. Of a length there are the places of words by which its events are told apart; what
  ;; they come to is looked up in a table.
  (func $find (param $start i32) (param $length i32) (result i32)
    (local $bucket i32) (local $place i32) (local $hash i32) (local $event i32)
    (if (i32.gt_u (local.get $length) (global.get $longest)) (then (return (i32.const 0))))
    (local.set $bucket (i32.load (i32.add (global.get $lengths) (i32.shl (local.get $length) (i32.const 2)))))
    (if (i32.eqz (local.get $bucket)) (then (return (i32.const 0))))
    (local.set $hash (call $hashOf (local.get $bucket) (local.get $start) (local.get $length)))
    (local.set $place (local.get $hash))
    (loop $probe
      (local.set $event
        (i32.load
          (i32.add
            (global.get $table)
            (i32.shl (i32.and (local.get $place) (i32.sub (global.get $slots) (i32.const 1))) (i32.const 2)))))
      (if (i32.eqz (local.get $event)) (then (return (i32.const 0))))
      (if (i32.eq (i32.load (local.get $event)) (local.get $hash))
        (then
          (if (i32.eq (i32.load offset=4 (local.get $event)) (local.get $length))
            (then
              (if (call $same (i32.add (local.get $event) (i32.const 32)) (local.get $length) (local.get $start))
                (then (return (local.get $event))))))))
      (local.set $place (i32.add (local.get $place) (i32.const 1)))
      (br $probe))
    (unreachable))

  ;; What the words of an event come to that stand at the places of its length.
  (func $hashOf (export "hashOf") (param $bucket i32) (param $start i32) (param $length i32) (result i32)
    (local $last i32) (local $hash i32)
    (local.set $hash (i32.mul (local.get $length) (i32.const 0x9e3779b1)))
    (local.set $last (i32.add (local.get $bucket) (i32.shl (i32.load (local.get $bucket)) (i32.const 2))))
    (block $done
      (loop $words
        (br_if $done (i32.ge_u (local.get $bucket) (local.get $last)))
        (local.set $bucket (i32.add (local.get $bucket) (i32.const 4)))
        (local.set $hash
          (i32.xor
            (i32.mul
              (i32.xor
                (local.get $hash)
                (i32.load align=1 (i32.add (local.get $start) (i32.load (local.get $bucket)))))
              (i32.const 0x9e3779b1))
            (i32.shr_u (local.get $hash) (i32.const 15))))
        (br $words)))
    (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16))))

  ;; Of `2026-11-20T10:00:00Z`, but for the day; -1: it is written otherwise.
  (func $secondOfDay (param $time i32) (result i32)
    (local $hour i32) (local $minute i32) (local $second i32)
    (local.set $hour (call $twoDigits (i32.add (local.get $time) (i32.const 11)) (i32.const 23)))
    (local.set $minute (call $twoDigits (i32.add (local.get $time) (i32.const 14)) (i32.const 59)))
    (local.set $second (call $twoDigits (i32.add (local.get $time) (i32.const 17)) (i32.const 59)))
    (if
      (i32.or
        (i32.or
          (i32.ne (i32.load8_u offset=10 (local.get $time)) (i32.const 0x54))
          (i32.ne (i32.load8_u offset=13 (local.get $time)) (i32.const 0x3a)))
        (i32.or
          (i32.ne (i32.load8_u offset=16 (local.get $time)) (i32.const 0x3a))
          (i32.ne (i32.load8_u offset=19 (local.get $time)) (i32.const 0x5a))))
      (then (return (i32.const -1))))
    (if
      (i32.lt_s (i32.or (i32.or (local.get $hour) (local.get $minute)) (local.get $second)) (i32.const 0))
      (then (return (i32.const -1))))
    (i32.add
      (i32.mul (i32.add (i32.mul (local.get $hour) (i32.const 60)) (local.get $minute)) (i32.const 60))
      (local.get $second)))

  ;; -1: no number of two digits up to $most.
  (func $twoDigits (param $at i32) (param $most i32) (result i32)
    (local $tens i32) (local $ones i32)
    (local.set $tens (i32.sub (i32.load8_u (local.get $at)) (i32.const 0x30)))
    (local.set $ones (i32.sub (i32.load8_u offset=1 (local.get $at)) (i32.const 0x30)))
    (if
      (i32.or (i32.gt_u (local.get $tens) (i32.const 9)) (i32.gt_u (local.get $ones) (i32.const 9)))
      (then (return (i32.const -1))))
    (local.set $ones (i32.add (i32.mul (local.get $tens) (i32.const 10)) (local.get $ones)))
    (select (local.get $ones) (i32.const -1) (i32.le_u (local.get $ones) (local.get $most))))

  ;; 0 for zeros and hyphens alone.
  (func $saysSomething (param $at i32) (param $length i32) (result i32)
    (local $end i32) (local $byte i32)
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (loop $bytes
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 0))))
      (local.set $byte (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $bytes (i32.or (i32.eq (local.get $byte) (i32.const 0x30)) (i32.eq (local.get $byte) (i32.const 0x2d)))))
    (i32.const 1))

  ;; Behind $to there is room for 15 bytes more.
  (func $copy (param $to i32) (param $from i32) (param $length i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    (loop $blocks
      (v128.store align=1 (local.get $to) (v128.load align=1 (local.get $from)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $blocks (i32.lt_u (local.get $from) (local.get $end)))))

  ;; The identity of an event, after MurmurHash3, of what it says ($upper, $lower), its id (letters of ASCII count in lower case) and its time:
  ;; quick to make, and no protection against who looks for collisions. It leaves both halves at 4 and 8.
  (func (export "identify")
    (param $upper i32) (param $lower i32) (param $id i32) (param $length i32) (param $second i32) (param $rest i32)
    (call $identify
      (local.get $upper) (local.get $lower) (local.get $id) (local.get $length) (local.get $second) (local.get $rest))
    (i32.store (i32.const 4) (global.get $upper))
    (i32.store (i32.const 8) (global.get $lower)))

  (func $identify
    (param $upper i32) (param $lower i32) (param $id i32) (param $length i32) (param $second i32) (param $rest i32)
    (local $end i32)
    (global.set $upper (local.get $upper))
    (global.set $lower (local.get $lower))
    (local.set $end (i32.add (local.get $id) (local.get $length)))
    (block $done
      (loop $words
        (br_if $done (i32.gt_u (i32.add (local.get $id) (i32.const 4)) (local.get $end)))
        (call $add (i32.or (i32.load align=1 (local.get $id)) (i32.const 0x20202020)))
        (local.set $id (i32.add (local.get $id) (i32.const 4)))
        (br $words)))
    (block $done
      (loop $bytes
        (br_if $done (i32.ge_u (local.get $id) (local.get $end)))
        (call $add (i32.or (i32.load8_u (local.get $id)) (i32.const 0x20)))
        (local.set $id (i32.add (local.get $id) (i32.const 1)))
        (br $bytes)))
    (call $add (local.get $second))
    (call $add (local.get $rest))
    (global.set $upper
      (call $mixed (i32.add (i32.xor (global.get $upper) (local.get $length)) (global.get $lower))))
    (global.set $lower
      (call $mixed (i32.add (i32.xor (global.get $lower) (local.get $length)) (global.get $upper)))))

  (func $add (param $word i32)
    (global.set $upper
      (i32.add
        (i32.mul
          (i32.rotl
            (i32.xor
              (global.get $upper)
              (i32.mul
                (i32.rotl (i32.mul (local.get $word) (i32.const 0xcc9e2d51)) (i32.const 15))
                (i32.const 0x1b873593)))
            (i32.const 13))
          (i32.const 5))
        (i32.const 0xe6546b64)))
    (global.set $lower
      (i32.add
        (i32.mul
          (i32.rotl
            (i32.xor
              (global.get $lower)
              (i32.mul
                (i32.rotl
                  (i32.mul (i32.xor (local.get $word) (i32.const 0x5bd1e995)) (i32.const 0x85ebca6b))
                  (i32.const 16))
                (i32.const 0xc2b2ae35)))
            (i32.const 19))
          (i32.const 5))
        (i32.const 0x561ccd1b))))

  (func $mixed (param $word i32) (result i32)
    (local.set $word
      (i32.mul (i32.xor (local.get $word) (i32.shr_u (local.get $word) (i32.const 16))) (i32.const 0x85ebca6b)))
    (local.set $word
      (i32.mul (i32.xor (local.get $word) (i32.shr_u (local.get $word) (i32.const 13))) (i32.const 0xc2b2ae35)))
    (i32.xor (local.get $word) (i32.shr_u (local.get $word) (i32.const 16)))))
