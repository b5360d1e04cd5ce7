using Microsoft.Extensions.Logging;
using Omnichannel.Inventory;
using Omnichannel.Journal;
using Omnichannel.Pricing;

namespace Omnichannel.Carts;

/// <summary>What a cart asks of others, and what it tells those who watch it.</summary>
public sealed partial class CartGrain
{
    private Task? _driving;
    private long _drivingVersion;
    private QuotePrice? _terms;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task OnWake()
    {
        await Finish();
        await DriveErasure();
        await AskForOffer();
        await Task.WhenAll((await Query(0, static (cart, _) => cart.Releases.ToArray())).Select(Release));
    }

    // Whoever was asked to stand still is told how that ended by the cart that asked. When that one knows nothing of it, this one goes on.
    private async Task AskForOffer()
    {
        var (offer, version) = await Query(0, static (cart, _) => (cart.Offer, cart.Version));
        if (offer is not { IsClosed: false } || await CartOf(offer.Target).IsMerging(offer.MergeId)) return;
        await Execute(new OfferDenied(offer.MergeId, offer.Target, version), CartMergeDecider.Decide, static (_, _, status) => status);
    }

    public async Task<CartWatchReply> Watch(IReadOnlyList<CartActor> actors, long afterVersion, int limit)
    {
        // Taken before the cart is looked at: what becomes durable in between is not missed.
        var news = _news.Task;
        if (await Query(0, static (cart, _) => cart.Version) <= afterVersion)
        {
            try
            {
                await news.WaitAsync(TimeSpan.FromSeconds(Limits.CartWatchSeconds), _clock);
            }
            catch (TimeoutException)
            {
                // Nobody changed the cart: look whether a price did, for those who watch it.
                await LookUpPrices();
            }
        }

        var page = await ReadEventsInClear(afterVersion, limit);

        // Asked last: nobody is shown an event that came after his right to see it had ended.
        var refused = await Query(actors, (cart, actors) => actors.Where(actor => CartAccess.Refuses(cart, actor, NowOf(cart)) is not null).ToArray());
        return new(page, page.Events.Count == 0 ? afterVersion : page.Events[^1].Version, refused);
    }

    public async Task<CartEventsReply> Events(CartActor actor, long afterVersion, int limit)
    {
        if (await Refuses(actor) is { } refused) return new(refused, new([], null), 0);

        // I51: what was told ahead is among them.
        while (await Query(0, static (cart, _) => CartWork.Of(cart)) is { Plan: LineAddStarted } work) await Share(work);
        var version = await Query(0, static (cart, _) => cart.Version);
        return new(CartStatus.Done, version > afterVersion ? await ReadEventsInClear(afterVersion, limit) : new([], null), version);
    }

    protected override void OnDurable()
    {
        var news = _news;
        _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
        news.SetResult();
    }

    /// <summary>Drives what waits for an answer to its end. Everybody who needs that waits for the same drive.</summary>
    private async Task Finish()
    {
        while (await Query(0, static (cart, _) => CartWork.Of(cart)) is { } work) await Share(work);
    }

    private Task Share(CartWork work)
    {
        if (_driving is { IsCompleted: false } running && _drivingVersion == work.Version) return running;
        _drivingVersion = work.Version;
        return _driving = Drive(work);
    }

    private async Task Drive(CartWork work)
    {
        switch (work.Plan)
        {
            case CartMergeStarted started:
                var offer = await CartOf(started.Source).Offer(new(started.SourceActor, started.MergeId, _id, work.Currency));
                if (await BringKeysOf(offer.Lines) is { } refused) offer = new(refused, []);
                await Execute(new OfferAnswered(work.Version, offer), CartMergeDecider.Decide, static (_, _, status) => status);
                return;
            case CartMerged merged:
                await SettleOther(merged.Source, new(merged.MergeId, _id, CartSettlementKind.Merged, []), work.Version);
                return;
            case CartMergeUndoStarted undo:
                var lines = undo.SourceLines.Select(line => line.Offer(KeyOwner(undo.Source)));
                await SettleOther(undo.Source, new(undo.MergeId, _id, CartSettlementKind.Reopened, [.. lines]), work.Version);
                return;
            default:
                var answers = await _stock.AskAsync(work.Plan, work.Channel, _id);
                var answered = new AsksAnswered(work.Version, answers);

                // I51: whoever adds a line does not wait for its event, when every owner of this cart makes the same of the plan and of what stock has kept.
                if (work.Plan is LineAddStarted && answers[0].Stands) await ExecuteAhead(answered, CartAnswersDecider.Decide, static (_, _, status) => status);
                else await Execute(answered, CartAnswersDecider.Decide, static (_, _, status) => status);
                return;
        }
    }

    private async Task SettleOther(CartId other, SettleCart settlement, long version)
    {
        var status = await CartOf(other).Settle(settlement);
        if (status is not (CartStatus.Done or CartStatus.Exists))
        {
            // Another owner of this cart may have told it long ago, and gone on since: then this one knows better as soon as it has caught up.
            await CatchUp();
            var isOpen = await Query(version, static (cart, version) => cart.Plan is not null && cart.PlanVersion == version);
            Invariant.Holds(47, !isOpen, "the other cart of a merge stands still until it is told how that ended");
            return;
        }

        await Execute(new SettlementAnswered(version), CartMergeDecider.Decide, static (_, _, status) => status);
    }

    // What led to it is done and durable: when stock cannot be reached now, the due index sees to it, and nobody else has to wait.
    private async Task GiveBack(HoldRelease[] releases)
    {
        try
        {
            await Task.WhenAll(releases.Select(Release));
        }
        catch (GridUnavailableException failure)
        {
            CartLog.NotGivenBack(Log, _id, failure);
        }
    }

    private async Task Release(HoldRelease release)
    {
        await _stock.ReleaseAsync(release);
        await ExecuteFinished(new ReleaseAnswered(release), CartAnswersDecider.Decide, static (_, _, status) => status);
    }

    private Task<CartStatus?> Refuses(CartActor actor) => Query(actor, (cart, actor) => CartAccess.Refuses(cart, actor, NowOf(cart)));

    // Currency, channel and group never change once a cart is open, and say nothing of what is in it: no need to ask the cart again.
    private async Task<PriceQuote?> Quote(AddLine command)
    {
        _terms ??= await Query(0, static (cart, _) => cart.IsOpened ? new QuotePrice(cart.Currency, cart.Channel, cart.Group) : null);
        return _terms is null ? null : (await PriceOf(command.Sku).Quote(_terms)).Quote;
    }

    /// <summary>Says how many lines have another price from now on.</summary>
    private async Task<int> LookUpPrices()
    {
        var (skus, query) = await Query(0, static (cart, _) =>
            (cart.Lines.Select(static line => line.Sku).Distinct().ToArray(), new QuotePrice(cart.Currency, cart.Channel, cart.Group)));
        if (skus.Length == 0) return 0;
        var replies = await Task.WhenAll(skus.Select(sku => PriceOf(sku).Quote(query)));
        var quotes = skus.Zip(replies).Where(static found => found.Second.Quote is not null).ToDictionary(static found => found.First, static found => found.Second.Quote!);
        return await Execute(new PricesSeen(quotes), CartAnswersDecider.Decide, static (_, _, repriced) => repriced);
    }

    private ICartGrain CartOf(CartId id) => GrainFactory.GetGrain<ICartGrain>(id.Value);

    private IPriceGrain PriceOf(Sku sku) => GrainFactory.GetGrain<IPriceGrain>(sku.Value);

    private DateTimeOffset NowOf(Cart cart) => Now < cart.LastEventAt ? cart.LastEventAt : Now;
}

/// <summary>What a cart waits for, and what it takes to ask for it.</summary>
internal sealed record CartWork(CartPlan Plan, long Version, Channel? Channel, Currency Currency)
{
    /// <summary>Nobody but stock has to answer.</summary>
    public bool IsWithStock => Plan is not (CartMergeStarted or CartMergePlanned or CartMerged or CartMergeUndoStarted);

    public static CartWork? Of(Cart cart) => cart.Plan is { } plan ? new(plan, cart.PlanVersion, cart.Channel, cart.Currency) : null;
}

internal static partial class CartLog
{
    [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "Cart {Cart} could not give its holds back yet; it is tried again")]
    public static partial void NotGivenBack(ILogger logger, CartId cart, Exception failure);
}
