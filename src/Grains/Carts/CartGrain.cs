using Omnichannel.Journal;
using Omnichannel.Privacy;
using Orleans.Concurrency;

namespace Omnichannel.Carts;

/// <summary>The shell around <see cref="Carts.Cart"/>: it looks prices up and wires commands to their deciders. <c>CartDriving.cs</c> ends what waits for an answer.</summary>
[Reentrant]
public sealed partial class CartGrain : MachineGrain<Cart, CartEvent>, ICartGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "cart";

    // Each try waits for what others have under way: more than a few mean that they never stop.
    private const int TriesMax = 32;

    private readonly CartId _id;
    private readonly TimeProvider _clock;
    private readonly IRandomSource _random;
    private readonly CartStock _stock;
    private readonly KeyRing _ring;
    private readonly IDataKeys _keys;

    public CartGrain(GridServices services, IDataKeys keys) : this(services, keys, new KeyRing())
    {
    }

    private CartGrain(GridServices services, IDataKeys keys, KeyRing ring) : base(services, Kind, new CartCodec(ring))
    {
        _id = CartId.Create(this.GetPrimaryKeyString());
        (_clock, _random) = (services.Clock, services.Random);
        (_ring, _keys) = (ring, keys);
        ring.Owner = KeyOwner(_id);
        _stock = new(GrainFactory, () => Now);
    }

    public Task<CartReply> Open(OpenCart command) => Execute(command, (cart, open, now) => CartDecider.Decide(cart, open, _id, now), Reply);

    public async Task<CartReply> Add(AddLine command)
    {
        var quoted = new QuotedLine(command, await Quote(command));
        return command.Note is null ? await Change(quoted, command.Command, CartDecider.Decide) : await ChangeWithNote(quoted, command.Command, CartDecider.Decide);
    }

    public Task<CartReply> ChangeQuantity(ChangeQuantity command) => Change(command, command.Command, CartDecider.Decide);

    public Task<CartReply> Remove(RemoveLine command) => Change(command, command.Command, CartDecider.Decide);

    public Task<CartReply> Hold(HoldLines command) => Change(command, command.Command, CartDecider.Decide);

    public Task<CartReply> WriteNote(WriteNote command) =>
        command.Note is null ? Change(command, command.Command, CartDecider.Decide) : ChangeWithNote(command, command.Command, CartDecider.Decide);

    public async Task<CartReply> Attach(AttachCart command)
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            var (refused, version) = await RefusesOwner(command);
            if (refused is { } status) return new(status, null, []);
            var reply = await Change((Command: command, Version: version), command.Command, static (cart, asked, now) =>
                IfStill(cart.Version == asked.Version, CartDecider.Decide(cart, asked.Command, now)));
            if (reply.Status != CartStatus.None) return reply;
        }

        throw Contended();
    }

    public async Task<CartReply> Reassign(ReassignCart command)
    {
        await CatchUp();
        return await Change(command, command.Command, CartDecider.Decide);
    }

    public async Task<CartReply> Cart(CartActor actor)
    {
        if (await Refuses(actor) is { } refused) return new(refused, null, []);
        await Finish();
        await LookUpPrices();
        return await Query(0, static (cart, _) => new CartReply(CartStatus.Done, cart.View(), []));
    }

    public Task<CheckoutReply> StartCheckout(StartCheckout command) => Carry(
        async () => new PricedCheckout(command, await Refuses(command.Actor) is null && await LookUpPrices() > 0),
        CheckoutDecider.Decide,
        static (cart, priced, status) => Reply(cart, priced.Start.Id, status),
        static (cart, priced) => ReplyToStarted(cart, priced.Start.Id));

    public async Task<CheckoutReply> CancelCheckout(CancelCheckout command)
    {
        await Finish();
        var (reply, releases) = await Execute(command, CheckoutDecider.Decide, static (cart, command, status) => (Reply(cart, command.Id, status), cart.Releases.ToArray()));
        await GiveBack(releases);
        return reply;
    }

    public Task<CheckoutReply> FindCheckout(CartActor actor, CheckoutId id) => Query((Actor: actor, Id: id), (cart, asked) =>
        Reply(cart, asked.Id, CartAccess.Refuses(cart, asked.Actor, NowOf(cart)) ?? (cart.Find(asked.Id) is null ? CartStatus.CheckoutNotFound : CartStatus.Done)));

    public Task<CartMergeReply> Merge(MergeCart command) => Carry(
        () => Task.FromResult(command),
        CartMergeDecider.Decide,
        static (cart, command, status) => Reply(cart, command.Id, status),
        static (cart, command) => ReplyToStarted(cart, command.Id));

    public async Task<CartMergeReply> UndoMerge(UndoCartMerge command)
    {
        await Finish();
        var reply = await Execute(command, CartMergeDecider.Decide, static (cart, command, status) => Reply(cart, command.Id, status));
        await Finish();
        await GiveBack(await Query(0, static (cart, _) => cart.Releases.ToArray()));
        return reply;
    }

    public Task<CartMergeReply> FindMerge(CartActor actor, CartMergeId id) => Query((Actor: actor, Id: id), (cart, asked) =>
        Reply(cart, asked.Id, CartAccess.Refuses(cart, asked.Actor, NowOf(cart)) ?? (cart.Find(asked.Id) is null ? CartStatus.MergeNotFound : CartStatus.Done)));

    public async Task<OfferCartReply> Offer(OfferCart command)
    {
        await CatchUp();

        // Waits for stock, but never for another cart: two carts that want to merge each other must not wait for each other.
        while (await Query(0, static (cart, _) => CartWork.Of(cart)) is { IsWithStock: true } work) await Share(work);
        return await Execute(command, CartMergeDecider.Decide, static (cart, _, status) =>
            new OfferCartReply(status, status is CartStatus.Done or CartStatus.Exists ? [.. cart.Lines.Select(line => line.Offer(KeyOwner(cart.Id)))] : []));
    }

    public async Task<CartStatus> Settle(SettleCart command)
    {
        await CatchUp();
        await BringKeysOf(command.Lines);
        return await Execute(command, CartMergeDecider.Decide, static (_, _, status) => status);
    }

    public async Task<bool> IsMerging(CartMergeId id)
    {
        await CatchUp();
        return await Query(id, static (cart, id) => cart.IsMerging(id));
    }

    public async Task<HandoverReply> OfferHandover(OfferHandover command)
    {
        if (await Refuses(command.Actor) is { } refused) return new(refused, null, null);
        await Finish();
        string code;
        do
        {
            // The way from the code to the cart is there before the code is: nobody is shown a code that leads nowhere.
            code = _random.Draw(HandoverCode.Alphabet, Limits.HandoverCodeLength);
        }
        while (!await GrainFactory.GetGrain<IHandoverGrain>(HandoverCode.Hash(code)).Register(_id, command.Id));

        return await ExecuteFinished(new DrawnHandover(command, HandoverCode.Hash(code)), HandoverDecider.Decide, (cart, drawn, status) =>
            status == CartStatus.Done ? new HandoverReply(status, code, cart.Find(drawn.Offer.Id)!.ExpiresAt) : new(status, null, null));
    }

    public Task<CartReply> TakeHandover(TakeHandover command) => ExecuteFinished(command, HandoverDecider.Decide, Reply);

    protected override CartEvent[] DecideDue(Cart state, DateTimeOffset now) => CartAnswersDecider.DecideDue(state, now);

    private Task<CartReply> Change<TCommand>(TCommand command, CartCommand header, Func<Cart, TCommand, DateTimeOffset, Decision<CartStatus, CartEvent>> decide) =>
        Carry(() => Task.FromResult(command), decide, Reply, (cart, _) => ReplyToStarted(cart, header));

    // What is under way ends first; then the command is decided; then what it waits for is driven to its end.
    private async Task<TReply> Carry<TCommand, TReply>(
        Func<Task<TCommand>> prepare,
        Func<Cart, TCommand, DateTimeOffset, Decision<CartStatus, CartEvent>> decide,
        Func<Cart, TCommand, CartStatus, TReply> refuse,
        Func<Cart, TCommand, TReply?> outcome)
        where TReply : class
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            var command = await prepare();
            var (status, work, refusal) = await Execute(command, decide, (cart, command, status) =>
                (status, CartWork.Of(cart), status is CartStatus.Done or CartStatus.Busy ? null : refuse(cart, command, status)));
            if (refusal is not null) return refusal;
            if (status == CartStatus.Busy)
            {
                await Finish();
                continue;
            }

            if (work is { Plan: LineAddStarted })
            {
                await Share(work);
                if (Ahead(work, command, outcome) is { } ahead) return ahead;
            }
            else if (work is not null)
            {
                await Finish();
            }

            // Another answer may have come in between, so that this one is not known any more: ask again.
            var (reply, releases) = await Outcome(command, outcome);
            if (releases.Length > 0) await GiveBack(releases);
            if (releases.Length > 0 && reply is not null) reply = (await Outcome(command, outcome)).Reply;
            if (reply is not null) return reply;
        }

        throw Contended();
    }

    private GridUnavailableException Contended() => new(Unavailability.Contended, $"cart {_id}: other changes kept coming first. Repeat the call with the same id.");

    // For commands that may come while a line is on its way: that ends first.
    private async Task<TReply> ExecuteFinished<TCommand, TReply>(
        TCommand command, Func<Cart, TCommand, DateTimeOffset, Decision<CartStatus, CartEvent>> decide, Func<Cart, TCommand, CartStatus, TReply> reply)
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            await Finish();
            var (status, told) = await Execute(command, decide, (cart, command, status) => (status, reply(cart, command, status)));
            if (status != CartStatus.Busy) return told;
        }

        throw Contended();
    }

    // I51: the very version that follows the plan. With anything on top of it, the usual way is taken.
    private TReply? Ahead<TCommand, TReply>(CartWork work, TCommand command, Func<Cart, TCommand, TReply?> outcome)
        where TReply : class =>
        Foresee((Work: work, Command: command, Outcome: outcome), static (cart, asked) =>
            cart.Plan is null && cart.Version == asked.Work.Version + 1 ? asked.Outcome(cart, asked.Command) : null);

    // Asked of the cart once more, which waits until what it rests on is durable here.
    private Task<(TReply? Reply, HoldRelease[] Releases)> Outcome<TCommand, TReply>(TCommand command, Func<Cart, TCommand, TReply?> outcome)
        where TReply : class =>
        Query((Command: command, Outcome: outcome), static (cart, asked) => (asked.Outcome(cart, asked.Command), (HoldRelease[])[.. cart.Releases]));

    private static CartReply? ReplyToStarted(Cart cart, CartCommand header)
    {
        if (cart.Outcome is { } outcome && outcome.Id == header.Id.Value) return new(outcome.Status, cart.View(), outcome.Shortages);
        return cart.Commands.Has(header.Id) ? new(CartStatus.Done, cart.View(), []) : null;
    }

    private static CheckoutReply? ReplyToStarted(Cart cart, CheckoutId id)
    {
        if (cart.Find(id) is not null) return Reply(cart, id, CartStatus.Done);
        return cart.Outcome is { } outcome && outcome.Id == id.Value ? new(outcome.Status, null, cart.View(), outcome.Shortages) : null;
    }

    private static CartMergeReply? ReplyToStarted(Cart cart, CartMergeId id)
    {
        if (cart.Find(id) is not null) return Reply(cart, id, CartStatus.Done);
        return cart.Outcome is { } outcome && outcome.Id == id.Value ? new(outcome.Status, null, cart.View()) : null;
    }

    private static CartReply Reply<TCommand>(Cart cart, TCommand command, CartStatus status) => new(status, IsTold(status) && cart.IsOpened ? cart.View() : null, []);

    private static CheckoutReply Reply(Cart cart, CheckoutId id, CartStatus status) =>
        IsTold(status) && cart.IsOpened ? new(status, status == CartStatus.Locked ? cart.Frozen : cart.Find(id), cart.View(), []) : new(status, null, null, []);

    private static CartMergeReply Reply(Cart cart, CartMergeId id, CartStatus status)
    {
        if (!IsTold(status) || !cart.IsOpened) return new(status, null, null);
        var record = cart.Find(id);
        var report = record is null
            ? null
            : new CartMergeReport(id, record.Merged.Source, record.Merged.Strategy, record.Merged.At, record.IsUndone, record.Merged.Entries);
        return new(status, report, cart.View());
    }

    // Nothing of a cart is told to somebody who does not own it.
    private static bool IsTold(CartStatus status) => status is CartStatus.Done or CartStatus.Exists or (>= CartStatus.ExistsWithDifferentBody and < CartStatus.CodeUnknown);
}
