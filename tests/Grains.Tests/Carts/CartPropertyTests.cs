using FsCheck;
using FsCheck.Fluent;
using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>I42, I43, I47 and I49 for shoppers who do anything in any order: no unit is held that no line knows of, and none is known that is not held.</summary>
public sealed class CartPropertyTests
{
    public enum Act
    {
        Add,
        AddHeld,
        Change,
        Remove,
        Hold,
        CheckOut,
        Cancel,
        Merge,
        Undo,
        Wait,
        Release,
    }

    private sealed record Step(Act Act, int Line, int Quantity, int Stock);

    private static Arbitrary<Step[]> Lives
    {
        get
        {
            var step =
                from act in Gen.Elements(Enum.GetValues<Act>())
                from line in Gen.Choose(0, 3)
                from quantity in Gen.Choose(1, 6)
                from stock in Gen.Choose(0, 12)
                select new Step(act, line, quantity, stock);
            return Arb.From(step.ArrayOf());
        }
    }

    [Fact]
    public void Life_OfAnyCart_HoldsExactlyWhatStockThinksItHolds() => PropertyChecks.Run(Lives, static steps => new Life().Live(steps));

    [Fact]
    public void Snapshot_AfterAnyLife_GoesOnAsIfNothingHadHappened() => PropertyChecks.Run(Lives, static steps =>
    {
        var life = new Life();
        life.Live(steps);
        Assert.Equal(life.Basket.Snapshot(), life.Basket.Restored().Snapshot());
        Assert.Equal(life.Basket.Cart.DueAt, life.Basket.Restored().Cart.DueAt);
    });

    private sealed class Life
    {
        private readonly Dictionary<ReservationId, (long Open, DateTimeOffset ExpiresAt)> _held = [];
        private int _count;
        private string? _merge;
        private string? _checkout;

        public Basket Basket { get; } = Basket.Opened();

        public void Live(Step[] steps)
        {
            foreach (var step in steps)
            {
                Take(step);
                Check();
            }
        }

        private void Take(Step step)
        {
            var (line, id) = ($"line-{step.Line}", $"c-{++_count}");
            switch (step.Act)
            {
                case Act.Add: Basket.Add(line, step.Quantity, $"sku-{step.Line}", command: id); break;
                case Act.AddHeld: Basket.Add(line, step.Quantity, $"sku-{step.Line}", 60 * step.Quantity, command: id); break;
                case Act.Change: Basket.Change(line, step.Quantity, id); break;
                case Act.Remove: Basket.Remove(line, id); break;
                case Act.Hold: Basket.Hold(id, 100 * step.Quantity); break;
                case Act.CheckOut when Basket.CheckOut(id) == CartStatus.Done: _checkout = id; break;
                case Act.Cancel when _checkout is not null: Basket.Cancel(_checkout); break;
                case Act.Merge: Merge(step, id); break;
                case Act.Undo when _merge is not null: Undo(); break;
                case Act.Wait: Wait(step.Quantity * 97); break;
                case Act.Release: GiveBack(); break;
            }

            if (Basket.Cart.Plan is { Asks.Length: > 0 }) Basket.StockSays(ask => Answer(ask, step.Stock));
            if (Basket.Cart.Plan is CartMerged or CartMergeUndoStarted) Basket.Settled();
        }

        // The other cart has two lines of which one is held; from now on this cart knows of its hold.
        private void Merge(Step step, string id)
        {
            var strategy = (CartMergeStrategy)(1 + (step.Quantity % 3));
            if (Basket.Merge(id, strategy: strategy) != CartStatus.Done) return;
            var (reservation, expiresAt) = (new ReservationId($"other-{id}"), Basket.Now.AddSeconds(300));
            _held[reservation] = (step.Quantity, expiresAt);
            var held = Other($"line-{step.Line}", step.Line, step.Quantity) with { Holds = [new(reservation, step.Quantity, expiresAt)] };
            Basket.Offered(CartStatus.Done, held, Other("other", step.Line + 1, step.Stock + 1));
            _merge = id;
        }

        private CartLine Other(string line, int sku, long quantity) => new(
            new(line), new($"sku-{sku}"), quantity, new(FulfilmentKind.Ship, new("london")), Basket.Quote(900), null, null, Basket.Now.AddSeconds(sku - 1), []);

        private void Undo()
        {
            if (Basket.Undo(_merge!) != CartStatus.Done) return;
            foreach (var hold in Basket.Told.OfType<CartMergeUndoStarted>().Single().SourceLines.SelectMany(static line => line.Holds)) _held.Remove(hold.Id);
        }

        private void Wait(double seconds)
        {
            Basket.After(seconds);
            foreach (var over in _held.Where(hold => hold.Value.ExpiresAt <= Basket.Now).Select(static hold => hold.Key).ToArray()) _held.Remove(over);
        }

        private void GiveBack()
        {
            foreach (var release in Basket.Cart.Releases.ToArray())
            {
                if (_held.TryGetValue(release.ReservationId, out var hold))
                {
                    var open = hold.Open - (release.Quantity ?? hold.Open);
                    if (open > 0) _held[release.ReservationId] = (open, hold.ExpiresAt);
                    else _held.Remove(release.ReservationId);
                }

                Basket.Run(new ReleaseAnswered(release), CartAnswersDecider.Decide);
            }
        }

        private HoldAnswer Answer(HoldAsk ask, long available)
        {
            if (ask.Existing is { } existing && _held.TryGetValue(existing, out var hold))
            {
                var until = ask.Until > hold.ExpiresAt ? ask.Until : hold.ExpiresAt;
                _held[existing] = (hold.Open, until);
                return new(existing, hold.Open, until, 0);
            }

            var quantity = ask.AllowsLess ? Math.Min(ask.Quantity, available) : ask.Quantity;
            if (quantity == 0 || quantity > available) return new(null, 0, null, available);
            _held.Add(ask.ReservationId, (quantity, ask.Until));
            return new(ask.ReservationId, quantity, ask.Until, 0);
        }

        private void Check()
        {
            Assert.Null(Basket.Cart.Plan);
            var known = Basket.Cart.Lines.SelectMany(static line => line.Holds).ToDictionary(static hold => hold.Id, static hold => hold.Quantity);
            foreach (var release in Basket.Cart.Releases.Where(release => _held.ContainsKey(release.ReservationId)))
            {
                var kept = known.GetValueOrDefault(release.ReservationId);
                known[release.ReservationId] = release.Quantity is { } part ? kept + part : _held[release.ReservationId].Open;
            }

            Assert.Equal(
                _held.OrderBy(static hold => hold.Key.Value).Select(static hold => (hold.Key, hold.Value.Open)),
                known.OrderBy(static hold => hold.Key.Value).Select(static hold => (hold.Key, hold.Value)));
            Assert.Equal(Basket.Cart.Lines.Sum(static line => line.Quantity * line.Quote.Amount), Basket.Cart.Total);
        }
    }
}
