/** Lark takes the cards of Feishu, and signs and refuses them likewise. */
export { open } from '../feishu/channel.ts'
