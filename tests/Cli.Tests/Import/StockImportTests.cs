using System.Net;
using Omnichannel.Grid;

namespace Omnichannel.Import;

public sealed class StockImportTests : IDisposable
{
    private const string Row1 = """{"row":1,"sku":"A","location":"x","status":"imported"}""";
    private const string Row2 = """{"row":2,"sku":"B","location":"x","status":"repeated"}""";
    private const string Rejected2 = """{"row":2,"sku":"B","location":"x","status":"rejected","code":"quantity-out-of-range","detail":"Too many."}""";
    private const string Busy2 = """{"row":2,"sku":"B","location":"x","status":"rejected","code":"busy","detail":"Later."}""";
    private const string Whole = """{"summary":{"rows":2,"imported":1,"repeated":1,"rejected":0,"isComplete":true}}""";
    private const string Interrupted = """{"summary":{"rows":1,"imported":1,"repeated":0,"rejected":0,"isComplete":false,"code":"draining"}}""";
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public StockImportTests() => File.WriteAllText(_path, "sku,location,onHand\nA,x,1\nB,x,2\n");

    [Fact]
    public async Task Run_WhenEveryRowIsAnswered_CountsThem()
    {
        var (import, transport) = await RunAsync($"{Row1}\n{Row2}\n{Whole}\n");

        Assert.Equal((2, 1, 0), (import.RowsCount, import.RepeatedCount, import.RejectedCount));
        Assert.Equal(new SentCall("POST", "/v1/stock/import", "key.1", "sku,location,onHand\nA,x,1\nB,x,2\n"), Assert.Single(transport.Sent));
    }

    [Fact]
    public async Task Run_WhenARowIsRejected_SaysWhich()
    {
        var (import, _) = await RunAsync($"{Row1}\n{Rejected2}\n{Whole}\n");

        Assert.Equal(new RejectedRow(2, "B", "x", "quantity-out-of-range", "Too many."), Assert.Single(import.Rejected));
    }

    [Theory]
    [InlineData($"{Row1}\n{Busy2}\n{Whole}\n")]
    [InlineData($"{Row1}\n{Interrupted}\n")]
    [InlineData($"{Row1}\n")]
    public async Task Run_WhenAPartIsNotSettled_SendsItAgainUnderItsKey(string unsettled)
    {
        var (import, transport) = await RunAsync(unsettled, $"{Row1}\n{Row2}\n{Whole}\n");

        Assert.Equal((2, 1, 0, 1), (import.RowsCount, import.RepeatedCount, import.RejectedCount, import.PartsRepeatedCount));
        Assert.Single(transport.Sent.Distinct());
    }

    [Theory]
    [InlineData("{}garbage\n")]
    [InlineData($"{Row1}\n{Whole}\n")]
    public async Task Run_WhenTheAnswerBreaksTheContract_SaysSo(string answer) =>
        await Assert.ThrowsAsync<GridAnswerException>(() => RunAsync(answer));

    public void Dispose() => File.Delete(_path);

    private async Task<(StockImport Import, FakeTransport Transport)> RunAsync(params string[] answers)
    {
        var left = new Queue<string>(answers);
        var transport = new FakeTransport(_ => FakeTransport.Answer(HttpStatusCode.OK, left.Dequeue()));
        using var grid = new GridClient(new("http://grid"), TimeSpan.FromSeconds(60), 1, null, transport, new InstantClock());
        var import = new StockImport(grid, new(_path), "key", TimeSpan.FromSeconds(60));
        await import.RunAsync(CancellationToken.None);
        return (import, transport);
    }
}
