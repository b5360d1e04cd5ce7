using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Ids;
using Omnichannel.Inventory;

namespace Omnichannel.Audit.Stock;

/// <summary>The grid's own machine under seeded commands: the auditor must follow every step of it, and find nothing.</summary>
public sealed class MachineAgreementTests
{
    private const int SeedsCount = 60;
    private const int CommandsCount = 400;

    public static TheoryData<string> Tags => [.. typeof(StockEvent).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false)
        .Cast<JsonDerivedTypeAttribute>().Select(derived => (string)derived.TypeDiscriminator!)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void Read_ForEveryTagOfTheGrid_KnowsIt(string tag)
    {
        using var json = JsonDocument.Parse($$"""{"type":"{{tag}}","at":"2026-11-22T10:00:00+00:00"}""");
        StockFactReader.Read(json.RootElement, out var problem);
        Assert.DoesNotContain("'type'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Fold_WhenTheMachineDecidesSeededCommands_AgreesAtEveryRow()
    {
        var seen = new HashSet<Type>();
        for (var seed = 1; seed <= SeedsCount; seed++) Run(seed, seen);

        Assert.Equal(Tags.Count, seen.Count);
    }

    private static void Run(int seed, HashSet<Type> seen)
    {
        var random = new Random(seed);
        var (stock, findings) = (new Inventory.Stock(), new Findings());
        var fold = new StockFold("stock/MUG-1/london", findings);
        var now = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < CommandsCount; i++)
        {
            now = now.AddSeconds(random.Next(5) == 0 ? random.Next(20_000) : random.Next(10));
            var before = stock.Version;
            StockEvent[] events = [.. Applied(stock, StockDecider.DecideExpired(stock, now)), .. Applied(stock, Decide(stock, random, now))];
            if (events.Length == 0) continue;
            seen.UnionWith(events.Select(@event => @event.GetType()));
            using var json = JsonDocument.Parse(StockCodec.Instance.EncodeEvents(events));
            fold.Add(new(1, fold.Entity, before, stock.Version, now, json.RootElement));
            Assert.True(findings.Count == 0, $"Seed {seed}, command {i}: {findings.Kept.FirstOrDefault()}");
            Assert.Equal(new StockLevel(stock.OnHand, stock.Reserved, stock.SafetyStock, stock.Available, stock.Version), fold.State);
        }
    }

    private static StockEvent[] Applied(Inventory.Stock stock, StockEvent[] events)
    {
        foreach (var @event in events) stock.Apply(@event);
        return events;
    }

    private static StockEvent[] Decide(Inventory.Stock stock, Random random, DateTimeOffset now)
    {
        var id = ReservationId.Create($"r-{random.Next(60)}");
        var quantity = random.Next(1, 12);
        CommandId? part = random.Next(2) == 0 ? CommandId.Create($"c-{random.Next(200)}") : null;
        ReservationId? existing = random.Next(2) == 0 ? ReservationId.Create($"r-{random.Next(60)}") : null;
        return random.Next(12) switch
        {
            0 => StockDecider.Decide(stock, new HoldStock(id, quantity, TimeSpan.FromSeconds(random.Next(5_000)), now, null, null, part is null, existing), now).Events,
            1 or 2 or 3 => StockDecider.Decide(stock, new ReserveStock(id, quantity, TimeSpan.FromSeconds(random.Next(1, 5_000))), now).Events,
            4 or 5 => StockDecider.Decide(stock, new ConfirmReservation(id), now).Events,
            6 => StockDecider.Decide(stock, new FulfillReservation(id, part is null ? null : quantity, part), now).Events,
            7 => StockDecider.Decide(stock, new ReleaseReservation(id, part is null ? null : quantity, part), now).Events,
            8 => StockDecider.Decide(stock, new ExtendReservation(id, TimeSpan.FromSeconds(random.Next(1, 5_000))), now).Events,
            9 => StockDecider.Decide(stock, new SetSafetyStock(random.Next(4)), now).Events,
            _ => MovementDecider.Decide(stock, Move(stock, random), now).Events,
        };
    }

    private static MoveStock Move(Inventory.Stock stock, Random random)
    {
        var type = (MovementType)random.Next((int)MovementType.Receive, (int)MovementType.TransferIn + 1);
        var quantity = type == MovementType.Adjust ? random.Next(-8, 8) : random.Next(1, 30);
        var id = random.Next(4) == 0 ? CommandId.ForStep("transfer", $"t-{random.Next(40)}", "out") : CommandId.Create($"m-{random.Next(400)}");
        return new(id, type, quantity, "because", null, random.Next(3) == 0 ? stock.Version : null);
    }
}
