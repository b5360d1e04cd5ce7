using System.Text;
using Omnichannel.Inventory;

namespace Omnichannel.Journal;

/// <summary>I14: what is not what was written is never folded; the entity stops and says why.</summary>
public sealed class MachineCodecTests
{
    private static readonly EntityKey Entity = new("stock", "SKU-1/store-1");

    private static readonly Dictionary<string, Func<EntityHistory, EntityHistory>> Damages = new()
    {
        ["one bit of a payload"] = history => WithRow(history, 1, row => row with { Payload = Flipped(row.Payload) }),
        ["a checksum"] = history => WithRow(history, 2, row => row with { Checksum = row.Checksum ^ 1 }),
        ["the time of a row"] = history => WithRow(history, 0, row => row with { At = row.At.AddMilliseconds(1) }),
        ["the end of a row"] = history => WithRow(history, 0, row => row with { Version = row.Version + 1 }),
        ["the first row is missing"] = history => history with { Rows = [.. history.Rows.Skip(1)] },
        ["a row in the middle is missing"] = history => history with { Rows = [history.Rows[0], history.Rows[2]] },
        ["the last row is missing"] = history => history with { Rows = [.. history.Rows.Take(2)] },
        ["rows in another order"] = history => history with { Rows = [history.Rows[1], history.Rows[0], history.Rows[2]] },
        ["a row twice"] = history => history with { Rows = [history.Rows[0], history.Rows[0], history.Rows[1], history.Rows[2]] },
        ["the head is behind"] = history => history with { Version = history.Version - 1 },
        ["the head is ahead"] = history => history with { Version = history.Version + 1 },
        ["a snapshot's payload"] = history => WithSnapshot(history, snapshot => snapshot with { Payload = Flipped(snapshot.Payload) }),
        ["a snapshot's checksum"] = history => WithSnapshot(history, snapshot => snapshot with { PayloadChecksum = snapshot.PayloadChecksum ^ 1 }),
        ["a snapshot's place in the chain"] = history => WithSnapshot(history, snapshot => snapshot with { ChainChecksum = snapshot.ChainChecksum ^ 1 }),
        ["a snapshot's version"] = history => WithSnapshot(history, snapshot => snapshot with { Version = snapshot.Version + 1 }),
        ["a snapshot of another time"] = history => history.FromSnapshot(StockCodec.Instance, Entity, 2) with { Snapshot = history.FromSnapshot(StockCodec.Instance, Entity, 1).Snapshot },
        ["another entity's rows"] = history => history with { Rows = Sound(Entity with { Key = "SKU-1/store-2" }).Rows },
    };

    private static readonly Dictionary<string, string> Contents = new()
    {
        ["an unknown tag"] = """[{"type":"stock-vanished","at":"2026-03-01T08:00:00+00:00"}]""",
        ["no tag"] = """[{"at":"2026-03-01T08:00:00+00:00","quantity":1}]""",
        ["an id no caller may send"] = """[{"type":"reservation-confirmed","at":"2026-03-01T08:00:00+00:00","reservationId":"a b"}]""",
        ["an event of nothing that is there"] = """[{"type":"reservation-confirmed","at":"2026-03-01T08:00:00+00:00","reservationId":"a"}]""",
        ["a broken promise"] = """[{"type":"stock-reserved","at":"2026-03-01T08:00:00+00:00","reservationId":"a","quantity":1,"expiresAt":"2026-03-01T09:00:00+00:00"}]""",
        ["a quantity that is none"] = """[{"type":"safety-stock-set","at":"2026-03-01T08:00:00+00:00","quantity":1.5}]""",
        ["not JSON"] = """[{"type":""",
        ["not a list"] = """{"type":"safety-stock-set"}""",
        ["nothing"] = "null",
        ["two events"] = """[{"type":"safety-stock-set","at":"2026-03-01T08:00:00+00:00","quantity":1},{"type":"safety-stock-set","at":"2026-03-01T08:00:00+00:00","quantity":2}]""",
        ["no event"] = "[]",
    };

    public static TheoryData<string> DamageNames => [.. Damages.Keys];

    public static TheoryData<string> ContentNames => [.. Contents.Keys];

    [Theory]
    [MemberData(nameof(DamageNames))]
    public void Fold_WhenHistoryIsDamaged_Stops(string damage)
    {
        var sound = Sound(Entity);
        StockCodec.Instance.Fold(Entity, sound);
        Assert.Throws<JournalCorruptException>(() => StockCodec.Instance.Fold(Entity, Damages[damage](sound)));
    }

    [Theory]
    [MemberData(nameof(ContentNames))]
    public void Fold_WhenARowHoldsWhatTheMachineDoesNotKnow_Stops(string content)
    {
        var failure = Assert.Throws<JournalCorruptException>(() => StockCodec.Instance.Fold(Entity, Row(Contents[content])));
        Assert.StartsWith(Entity.ToString(), failure.Message, StringComparison.Ordinal);
    }

    // A newer version of the grid may have added it; what an older one needs is all there.
    [Fact]
    public void Fold_WhenAMemberIsUnknown_GoesOnWithoutIt()
    {
        var (stock, _) = StockCodec.Instance.Fold(Entity, Row("""[{"type":"safety-stock-set","at":"2026-03-01T08:00:00+00:00","quantity":3,"added":{"later":true}}]"""));
        Assert.Equal(3, stock.SafetyStock);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"version":1,"lastEventAt":"2026-03-01T08:00:00+00:00","onHand":-1,"safetyStock":0,"shortfall":0,"open":[],"finished":[],"steps":[]}""")]
    [InlineData("""{"version":1,"lastEventAt":"2026-03-01T08:00:00+00:00","onHand":1,"safetyStock":0,"shortfall":0,"open":[],"finished":[]}""")]
    public void Fold_WhenASnapshotHoldsNoState_Stops(string content)
    {
        var payload = Encoding.UTF8.GetBytes(content);
        var history = new EntityHistory(1, new(1, 7, payload, JournalChecksum.OfSnapshot(7, payload)), []);
        Assert.Throws<JournalCorruptException>(() => StockCodec.Instance.Fold(Entity, history));
    }

    [Fact]
    public void Fold_WhenNothingWasEverWritten_IsEmpty()
    {
        var (stock, checksum) = StockCodec.Instance.Fold(Entity, new(0, null, []));
        Assert.Equal((0, JournalChecksum.Seed(Entity)), (stock.Version, checksum));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fold_FromASnapshot_IsTheSameAsFromTheStart(int rowsBefore)
    {
        var sound = Sound(Entity);
        var (whole, wholeChecksum) = StockCodec.Instance.Fold(Entity, sound);
        var (part, partChecksum) = StockCodec.Instance.Fold(Entity, sound.FromSnapshot(StockCodec.Instance, Entity, rowsBefore));
        Assert.Equal(StockCodec.Instance.EncodeSnapshot(whole), StockCodec.Instance.EncodeSnapshot(part));
        Assert.Equal(wholeChecksum, partChecksum);
    }

    // What could not be read again must not be written.
    [Fact]
    public void EncodeEvents_WhenAnIdIsNone_Refuses() =>
        Assert.Throws<System.Text.Json.JsonException>(() => StockCodec.Instance.EncodeEvents([new ReservationConfirmed(Shelf.Start, new("a b"))]));

    private static EntityHistory Sound(EntityKey entity)
    {
        var shelf = Shelf.Holding(10);
        shelf.Reserve("a", 2);
        shelf.Confirm("a");
        shelf.After(1).Fulfill("a", 1, "c");
        shelf.Move(MovementType.Sell, 9, "m");
        return Histories.Of(StockCodec.Instance, entity, [.. shelf.Events.Take(2)], [.. shelf.Events.Skip(2).Take(1)], [.. shelf.Events.Skip(3)]);
    }

    private static EntityHistory Row(string content)
    {
        var payload = Encoding.UTF8.GetBytes(content);
        return new(1, null, [new(Entity, 0, 1, Shelf.Start, payload, JournalChecksum.Next(JournalChecksum.Seed(Entity), 0, 1, Shelf.Start, payload))]);
    }

    private static EntityHistory WithRow(EntityHistory history, int index, Func<JournalRow, JournalRow> damage)
    {
        var rows = history.Rows.ToArray();
        rows[index] = damage(rows[index]);
        return history with { Rows = rows };
    }

    private static EntityHistory WithSnapshot(EntityHistory history, Func<JournalSnapshot, JournalSnapshot> damage)
    {
        var kept = history.FromSnapshot(StockCodec.Instance, Entity, 2);
        return kept with { Snapshot = damage(kept.Snapshot!) };
    }

    private static ReadOnlyMemory<byte> Flipped(ReadOnlyMemory<byte> payload)
    {
        var bytes = payload.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        return bytes;
    }
}
