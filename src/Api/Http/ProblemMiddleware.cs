namespace Omnichannel.Http;

/// <summary>Turns everything that is not a success into a problem: refused input, no answer of the grid, an empty one of the framework.</summary>
public sealed class ProblemMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext httpContext)
    {
        Problem? problem;
        try
        {
            await next(httpContext);
            problem = OfEmptyAnswer(httpContext);
        }
        catch (Exception failure) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone. What was sent to the grains goes on to its end.
            if (failure is not (OperationCanceledException or IOException or BadHttpRequestException)) LogFailed(failure, httpContext);
            return;
        }
        catch (Exception failure) when (!httpContext.Response.HasStarted)
        {
            problem = Of(failure, httpContext);
            httpContext.Response.Clear();
        }

        if (problem is not null) await problem.ExecuteAsync(httpContext);
    }

    private static Problem? OfEmptyAnswer(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (response.StatusCode < StatusCodes.Status400BadRequest || response.HasStarted || response.ContentType is not null) return null;
        var kind = ProblemKinds.OfStatus(response.StatusCode);
        return kind == ProblemKinds.MethodNotAllowed ? new(kind, $"{httpContext.Request.Method} is not among {response.Headers.Allow}.") : new(kind);
    }

    private Problem Of(Exception failure, HttpContext httpContext)
    {
        switch (failure)
        {
            case BadInputException refused:
                return refused.Problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new(ProblemKinds.BodyTooLarge, Body.TooLargeDetail);
            case BadHttpRequestException refused:
                return new(ProblemKinds.OfStatus(refused.StatusCode), refused.Message);
        }

        if (NoAnswer.Of(failure) is { } told && told.Kind != ProblemKinds.Internal) return told;

        // Until the first silo is found, not even the names of grains are known.
        if (!lifetime.ApplicationStarted.IsCancellationRequested) return new(ProblemKinds.NotReady, "The grid has not started yet. Repeat the call.");
        LogFailed(failure, httpContext);
        return new(ProblemKinds.Internal, "This has been logged under the trace id.");
    }

    private void LogFailed(Exception failure, HttpContext httpContext) =>
        ApiLog.Failed(log, httpContext.Request.Method, httpContext.Request.Path, Problem.TraceIdOf(httpContext), failure);
}
