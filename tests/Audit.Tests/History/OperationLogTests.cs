using System.Text;

namespace Omnichannel.Audit.History;

public sealed class OperationLogTests
{
    private static readonly OperationSent _sent = new("run", "c1", 1, OperationKind.Reserve, "r-1", "MUG-1", "london", 2, null, "b", "node-1", 17);
    private static readonly OperationAnswered _answered = new("run", "c1", 1, Outcome.Ok, 201, null, 4, "x", 23);

    [Fact]
    public void Read_WhenATryWasAnswered_GivesItBackWhole()
    {
        var operation = Assert.Single(OperationLog.Read(Written(_sent, _answered)));

        Assert.Equal(new Operation(_sent, _answered), operation);
        Assert.Equal(Outcome.Ok, operation.Outcome);
        Assert.Equal("stock/MUG-1/london", operation.Sent.Entity);
    }

    [Fact]
    public void Read_WhenATryHasNoEnd_CallsItUnknown() =>
        Assert.Equal(Outcome.Info, Assert.Single(OperationLog.Read(Written(_sent))).Outcome);

    [Fact]
    public void Read_WhenTheLastLineIsTorn_LeavesItOut()
    {
        var lines = Written(_sent, _answered);
        lines[1] = lines[1][..10];

        Assert.Equal(Outcome.Info, Assert.Single(OperationLog.Read(lines)).Outcome);
    }

    [Fact]
    public void Read_WhenALineInTheMiddleIsTorn_Refuses()
    {
        var lines = Written(_sent, _answered);
        lines[0] = lines[0][..10];

        Assert.Throws<InvalidDataException>(() => OperationLog.Read(lines).ToList());
    }

    [Fact]
    public void Read_WhenAnAnswerWasNeverAskedFor_Refuses() =>
        Assert.Throws<InvalidDataException>(() => OperationLog.Read(Written(_answered)).ToList());

    [Theory]
    [InlineData(200, Outcome.Ok)]
    [InlineData(201, Outcome.Ok)]
    [InlineData(409, Outcome.Fail)]
    [InlineData(404, Outcome.Fail)]
    [InlineData(412, Outcome.Fail)]
    [InlineData(429, Outcome.Fail)]
    [InlineData(408, Outcome.Info)]
    [InlineData(500, Outcome.Info)]
    [InlineData(503, Outcome.Info)]
    [InlineData(null, Outcome.Info)]
    public void Of_ForEveryKindOfAnswer_SaysWhatIsKnown(int? http, Outcome outcome) => Assert.Equal(outcome, Outcomes.Of(http));

    private static string[] Written(params object[] records)
    {
        using var stream = new MemoryStream();
        var log = new OperationLog(stream);
        foreach (var record in records)
        {
            if (record is OperationSent sent) log.Add(sent);
            if (record is OperationAnswered answered) log.Add(answered);
        }

        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
