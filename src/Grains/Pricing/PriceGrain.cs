using Omnichannel.Inventory;
using Omnichannel.Journal;
using Orleans.Concurrency;

namespace Omnichannel.Pricing;

/// <summary>The shell around <see cref="Pricing.Price"/>: it wires commands to their deciders, and nothing else.</summary>
[Reentrant]
public sealed class PriceGrain : MachineGrain<Price, PriceEvent>, IPriceGrain
{
    /// <summary>The kind of this entity in the journal. Frozen.</summary>
    public const string Kind = "price";

    private readonly Sku _sku;

    public PriceGrain(GridServices services) : base(services, Kind, PriceCodec.Instance) => _sku = Sku.Create(this.GetPrimaryKeyString());

    public Task<PriceReply> SetBase(SetBasePrice command) => Execute(command, PriceDecider.Decide, Reply);

    public Task<PriceReply> ClearBase(ClearBasePrice command) => Execute(command, PriceDecider.Decide, Reply);

    public Task<PriceReply> SetOverride(SetPriceOverride command) => Execute(command, PriceDecider.Decide, Reply);

    public Task<PriceReply> ClearOverride(ClearPriceOverride command) => Execute(command, PriceDecider.Decide, Reply);

    public Task<QuoteReply> Quote(QuotePrice query) => Query(query, (price, asked) => new QuoteReply(price.Quote(asked, NowOf(price)), price.Version));

    public Task<PriceView> Price() => Query(0, (price, _) => price.View(_sku, NowOf(price)));

    public Task<PriceDifferencesReply> Differences() => Query(0, (price, _) => price.Differences(_sku, NowOf(price)));

    public Task<EventPage> Events(long afterVersion, int limit) => ReadEvents(afterVersion, limit);

    private PriceReply Reply<TCommand>(Price price, TCommand command, PriceStatus status) => new(status, price.View(_sku, NowOf(price)));

    // A clock that was set back does not bring back a price that was replaced.
    private DateTimeOffset NowOf(Price price) => Now < price.LastEventAt ? price.LastEventAt : Now;
}
