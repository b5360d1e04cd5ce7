using Orleans.Concurrency;

namespace Omnichannel.Hosting;

/// <summary>A common part that two grain interfaces extend.</summary>
public interface INamedGrain : IGrainWithStringKey
{
    Task<string> Name();
}

public interface IShapesGrain : INamedGrain
{
    Task Nothing();

    Task<int> Number(int left, long right);

    ValueTask NothingByValue();

    ValueTask<string> TextByValue(string text);

    Task<Point> Struct(Point point, Guid id, DateTimeOffset at, int? maybe);

    Task<IReadOnlyList<string>> Many(string a, string b, string c, string d, string e, string f, string g, string h);

    Task<int> Default(int number = 7);

    Task<int> Overloaded(int number);

    Task<int> Overloaded(string text);

    Task UntilCancelled(CancellationToken cancellationToken);

    Task<int> Throw(string message);

    Task ThrowLater(string message);

    ValueTask<int> ThrowByValue(string message);

    Task<int> Null();
}

[GenerateSerializer, Alias("test-point")]
public readonly record struct Point([property: Id(0)] int X, [property: Id(1)] int Y);

internal interface IInternalGrain : INamedGrain
{
    Task<InternalAnswer> Answer(InternalAnswer question);
}

[GenerateSerializer, Alias("test-answer")]
internal sealed record InternalAnswer([property: Id(0)] string Text);

[Reentrant]
internal sealed class ShapesGrain(Trace trace) : Grain, IShapesGrain
{
    public Task<string> Name() => Task.FromResult($"shapes {this.GetPrimaryKeyString()}");

    public Task Nothing()
    {
        trace.Add("nothing");
        return Task.CompletedTask;
    }

    public Task<int> Number(int left, long right) => Task.FromResult(left + (int)right);

    public async ValueTask NothingByValue()
    {
        await Task.Yield();
        trace.Add("nothing by value");
    }

    public ValueTask<string> TextByValue(string text) => new(text + "!");

    public Task<Point> Struct(Point point, Guid id, DateTimeOffset at, int? maybe) =>
        Task.FromResult(point with { Y = id == Guid.Empty ? at.Year : maybe ?? 0 });

    public async Task<IReadOnlyList<string>> Many(string a, string b, string c, string d, string e, string f, string g, string h)
    {
        await Task.Yield();
        return [a, b, c, d, e, f, g, h];
    }

    public Task<int> Default(int number = 7) => Task.FromResult(number);

    public Task<int> Overloaded(int number) => Task.FromResult(number);

    public Task<int> Overloaded(string text) => Task.FromResult(text.Length);

    public Task UntilCancelled(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        cancellationToken.Register(() => ended.TrySetCanceled(cancellationToken));
        return trace.Pass("waiting").ContinueWith(_ => { }, TaskScheduler.Current).ContinueWith(_ => ended.Task, TaskScheduler.Current).Unwrap();
    }

    public Task<int> Throw(string message) => throw new FormatException(message);

    public async Task ThrowLater(string message)
    {
        await Task.Yield();
        throw new KeyNotFoundException(message);
    }

    public ValueTask<int> ThrowByValue(string message) => throw new FormatException(message);

    public Task<int> Null() => null!;
}

[Reentrant]
internal sealed class InternalGrain : Grain, IInternalGrain
{
    public Task<string> Name() => Task.FromResult("internal");

    public Task<InternalAnswer> Answer(InternalAnswer question) => Task.FromResult(new InternalAnswer(question.Text + "?"));
}

public class ReferenceTests
{
    [Fact]
    public async Task Call_WhenShapesDiffer_CarriesArgumentsAndResults()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<IShapesGrain>("all");
        await grain.Nothing();
        Assert.Equal(5, await grain.Number(2, 3));
        await grain.NothingByValue();
        Assert.Equal("a!", await grain.TextByValue("a"));
        Assert.Equal(new Point(1, 9), await grain.Struct(new(1, 2), new(1, 2, 3, new byte[8]), default, 9));
        Assert.Equal("abcdefgh", string.Concat(await grain.Many("a", "b", "c", "d", "e", "f", "g", "h")));
        Assert.Equal(7, await grain.Default());
        Assert.Equal(4, await grain.Overloaded(4) + await grain.Overloaded(""));
        Assert.Equal(["nothing", "nothing by value"], host.Trace.Lines);
    }

    [Fact]
    public async Task Call_WhenMethodIsInherited_ReachesTheClass()
    {
        await using var host = await TestHost.StartAsync();
        INamedGrain grain = host.Grain<IShapesGrain>("all");
        Assert.Equal("shapes all", await grain.Name());
    }

    [Fact]
    public async Task Call_WhenTypesAreInternal_Works()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal("why?", (await host.Grain<IInternalGrain>("one").Answer(new("why"))).Text);
    }

    [Fact]
    public async Task Call_WhenTheGrainThrows_TellsTypeAndMessage()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<IShapesGrain>("all");
        Assert.Equal("now", (await Assert.ThrowsAsync<FormatException>(() => grain.Throw("now"))).Message);
        Assert.Equal("later", (await Assert.ThrowsAsync<KeyNotFoundException>(() => grain.ThrowLater("later"))).Message);
        Assert.Equal("by value", (await Assert.ThrowsAsync<FormatException>(async () => await grain.ThrowByValue("by value"))).Message);
        Assert.Equal(3, await grain.Number(1, 2));
    }

    [EmbeddedFact]
    public async Task Call_WhenTheGrainReturnsNoTask_SaysWhichMethod()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<IShapesGrain>("all");
        Assert.Contains("IShapesGrain.Null", (await Assert.ThrowsAsync<InvalidOperationException>(grain.Null)).Message);
        Assert.Equal(3, await grain.Number(1, 2));
    }

    [Fact]
    public async Task Call_WhenItsTokenIsCancelled_EndsCancelled()
    {
        await using var host = await TestHost.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var call = host.Grain<IShapesGrain>("all").UntilCancelled(cancellation.Token);
        await host.Trace.Reached("waiting");
        host.Trace.Open("waiting");
        Assert.False(call.IsCompleted);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Reference_WhenKeysAreEqual_IsEqual()
    {
        await using var host = await TestHost.StartAsync();
        var grain = host.Grain<IShapesGrain>("one");
        Assert.Equal("one", grain.GetPrimaryKeyString());
        Assert.Equal<object>(grain, host.Grain<IShapesGrain>("one"));
        Assert.NotEqual<object>(grain, host.Grain<IShapesGrain>("One"));
        Assert.Equal(grain.GetHashCode(), host.Grain<IShapesGrain>("one").GetHashCode());
    }

    [Fact]
    public async Task GetGrain_WhenTheInterfaceStandsForTwoClasses_SaysWhich()
    {
        await using var host = await TestHost.StartAsync();
        var failure = Assert.Throws<ArgumentException>(() => host.Grain<INamedGrain>("one"));
        Assert.Contains(nameof(ShapesGrain), failure.Message);
        Assert.Contains(nameof(InternalGrain), failure.Message);
        Assert.Equal("internal", await host.Grains.GetGrain<INamedGrain>("one", typeof(InternalGrain).FullName).Name());
    }

    [EmbeddedFact]
    public async Task GetGrain_WhenTheKeyIsEmpty_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Throws<ArgumentException>(() => host.Grain<IShapesGrain>(""));
    }

    [EmbeddedFact]
    public async Task Grain_WhenMadeByHand_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Throws<InvalidOperationException>(() => new InternalGrain());
    }
}
