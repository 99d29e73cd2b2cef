// A page that updates by itself asks while it is looked at, and only then.

import assert from "node:assert/strict"
import { afterEach, beforeEach, test } from "node:test"

import { pass } from "./browser.js"
import live from "../../app/ui/components/frontend/live.js"

let now = 0
Date.now = () => now

let asked, mount, end

const data = () => ({ every_ms: 1000, asked: asked.at(-1) ?? 0 })

function wait(milliseconds) {
  for (let gone = 0; gone < milliseconds; gone += 100) {
    now += 100
    pass(100)
  }
}

function look(visibilityState) {
  document.visibilityState = visibilityState
  document.dispatchEvent(new Event("visibilitychange"))
}

beforeEach(() => {
  document.visibilityState = "visible"
  asked = []
  mount = { parentElement: {}, setStateValue: (name, value) => asked.push(value) }
  end = live({ ...mount, data: data() })
})

afterEach(() => end())

test("each drawing is followed by the next after the same rest", () => {
  wait(900)
  assert.equal(asked.length, 0)
  wait(200)
  assert.equal(asked.length, 1)
  wait(700) // so long the server took
  live({ ...mount, data: data() })
  wait(900)
  assert.equal(asked.length, 1)
  wait(200)
  assert.equal(asked.length, 2)
})

test("a hidden tab asks for nothing, and at once when it is seen again", () => {
  look("hidden")
  wait(60_000)
  assert.equal(asked.length, 0)
  look("visible")
  wait(100)
  assert.equal(asked.length, 1)
})

test("a tab that was hidden for a moment asks no sooner than otherwise", () => {
  wait(500)
  look("hidden")
  look("visible")
  wait(400)
  assert.equal(asked.length, 0)
  wait(200)
  assert.equal(asked.length, 1)
})

test("what is not answered is asked again, with patience", () => {
  wait(1100)
  wait(3000)
  assert.equal(asked.length, 1)
  wait(1200)
  assert.equal(asked.length, 2)
})

test("who has left asks no more", () => {
  end()
  wait(10_000)
  look("visible")
  wait(10_000)
  assert.equal(asked.length, 0)
})
