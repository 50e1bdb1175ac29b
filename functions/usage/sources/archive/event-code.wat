;; Looks at events as bytes, 16 at a time. `npm run wasm` makes event-code.ts of it.
(module
  (import "host" "memory" (memory 1))

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

  ;; 1 where the $length bytes at $start are those of the shape, but for what it leaves out. A shape has 32 bytes for each 16 of an event: what
  ;; they are, and a mask, 0 where they are left out. There 1 stands for what must be a character of base64 or of an id, 0 for anything.
  (func (export "same") (param $shape i32) (param $length i32) (param $start i32) (result i32)
    (local $stop i32) (local $block v128) (local $known v128) (local $mask v128) (local $plain v128)
    (local.set $stop (i32.add (local.get $start) (local.get $length)))
    (loop $blocks
      (if (i32.ge_u (local.get $start) (local.get $stop)) (then (return (i32.const 1))))
      (local.set $block (v128.load align=1 (local.get $start)))
      (local.set $known (v128.load align=1 (local.get $shape)))
      (local.set $mask (v128.load offset=16 align=1 (local.get $shape)))
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
      (local.set $shape (i32.add (local.get $shape) (i32.const 32)))
      (br $blocks))
    (unreachable)))
